import { deserialize } from '$app/forms';
import { dropDraft, put, readDraft } from '#ui/drafts.ts';
import { answerText } from '../../../../sheet/typed.ts';

type Value = number | boolean | { case: number; option: number } | null;
type Saved = Record<string, { value: Value; version: number }>;
export type Conflict = { item: string; mine: Value; theirs: Value; version: number };
type Outcome = { saved: Record<string, number>; conflicts: Conflict[] };

/**
 * The answers of a sheet on this device: what the register holds, and what waits to be saved. What waits is kept on the
 * device at once, sent by itself, and sent again when there is a connection; what another device changed meanwhile is
 * put to the reader.
 */
export function answersOf(assessment: string, server: Saved) {
  const draft = `assess ${assessment}`;
  let held = $state<Saved>({ ...server });
  let waiting = $state<Saved>({});
  let conflicts = $state<Conflict[]>([]);
  let status = $state<'idle' | 'saving' | 'offline' | 'signed_out' | 'failed'>('idle');
  let why = $state('');
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = () => {
    const open = Object.entries(waiting).map(([item, one]): [string, string] => [item, JSON.stringify(one)]);
    if (open.length) put(draft, JSON.stringify(open));
    else dropDraft(draft);
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  };

  function said(item: string, value: Value) {
    waiting[item] = { value, version: waiting[item]?.version ?? held[item]?.version ?? 0 };
    keep();
    later(500);
  }

  async function send(): Promise<void> {
    const sent = $state.snapshot(waiting) as Saved;
    const open = Object.entries(sent).filter(([item]) => !conflicts.some((one) => one.item === item));
    if (!open.length || status === 'saving') return;
    status = 'saving';
    const form = new FormData();
    form.set('assessment', assessment);
    form.set('versions', JSON.stringify(Object.fromEntries(open.map(([item, { version }]) => [item, version]))));
    for (const [item, { value }] of open)
      if (typeof value === 'boolean') form.set(`rule.${item}`, String(value));
      else form.set(item, answerText(value));
    let text: string;
    try {
      const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
      text = await (await fetch('?/save', { method: 'POST', body: form, headers })).text();
    } catch {
      status = 'offline';
      return later(10_000); // and at once when the browser says that it is online
    }
    const result = deserialize<Outcome, { message: string }>(text);
    if (result.type === 'success' && result.data) settle(sent, result.data);
    else {
      status = result.type === 'redirect' ? 'signed_out' : 'failed';
      why = result.type === 'failure' ? (result.data?.message ?? '') : '';
    }
  }

  function settle(sent: Saved, { saved, conflicts: found }: Outcome) {
    for (const [item, version] of Object.entries(saved)) {
      held[item] = { value: sent[item]!.value, version };
      // Answered again while this was on its way: what waits now was seen on top of what was saved.
      if (JSON.stringify(waiting[item]?.value) === JSON.stringify(sent[item]!.value)) delete waiting[item];
      else if (waiting[item]) waiting[item].version = version;
    }
    conflicts = [...conflicts, ...found];
    keep();
    status = 'idle';
    if (Object.keys(waiting).some((item) => !conflicts.some((one) => one.item === item))) later(500);
  }

  return {
    get all(): Saved {
      return { ...held, ...waiting };
    },
    get versions() {
      return JSON.stringify(Object.fromEntries(Object.entries(held).map(([item, { version }]) => [item, version])));
    },
    get waiting() {
      return Object.keys(waiting).length;
    },
    get conflicts() {
      return conflicts;
    },
    get status() {
      return status;
    },
    get why() {
      return why;
    },
    said,
    send,
    /** Takes up what this device kept, once the page runs. */
    wake() {
      for (const [item, text] of readDraft(draft) ?? []) waiting[item] = JSON.parse(text) as Saved[string];
      if (Object.keys(waiting).length) later(0);
    },
    /** Two devices disagreed: the reader chose. */
    choose(conflict: Conflict, isMine: boolean) {
      conflicts = conflicts.filter((one) => one !== conflict);
      held[conflict.item] = { value: conflict.theirs, version: conflict.version };
      if (isMine) waiting[conflict.item] = { value: conflict.mine, version: conflict.version };
      else delete waiting[conflict.item];
      keep();
      later(0);
    },
  };
}
