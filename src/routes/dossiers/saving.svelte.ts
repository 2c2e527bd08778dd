import { deserialize } from '$app/forms';
import { dropDraft, put, readDraft } from '#ui/drafts.ts';
import { answerText } from '../sheet/typed.ts';

type Value = number | boolean | string | { case: number; option: number } | null;
type Saved = Record<string, { value: Value; version: number; carried: boolean }>;
type Waiting = Record<string, { value: Value; version: number }>;
export type FieldConflict = { name: string; mine: Value; theirs: Value; version: number };
type Outcome = { saved: Record<string, number>; conflicts: FieldConflict[]; now: string };

/** A value as a form writes it. */
export const typedText = (name: string, value: Value): string =>
  name.startsWith('answer/') ? answerText(value as number | null) : value === null ? '' : String(value);

/**
 * The fields of a draft on this device: what the register holds, and what waits to be saved. What waits is kept on the
 * device at once, sent by itself, and sent again when there is a connection; what somebody else changed meanwhile is put
 * to the reader.
 */
export function savingFields(dossier: string, server: Saved, line: string) {
  const draft = `dossier ${dossier}`;
  let held = $state<Saved>({ ...server });
  let waiting = $state<Waiting>({});
  let conflicts = $state<FieldConflict[]>([]);
  let status = $state<'idle' | 'saving' | 'offline' | 'signed_out' | 'failed'>('idle');
  let why = $state('');
  let now = $state(line);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = () => {
    const open = Object.entries(waiting).map(([name, one]): [string, string] => [name, JSON.stringify(one)]);
    if (open.length) put(draft, JSON.stringify(open));
    else dropDraft(draft);
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  };
  const isBarred = (name: string) => conflicts.some((one) => one.name === name);

  function said(name: string, value: Value, ms = 700) {
    waiting[name] = { value, version: waiting[name]?.version ?? held[name]?.version ?? 0 };
    keep();
    later(ms);
  }

  async function send(): Promise<void> {
    const sent = $state.snapshot(waiting) as Waiting;
    const open = Object.entries(sent).filter(([name]) => !isBarred(name));
    if (!open.length || status === 'saving') return;
    status = 'saving';
    const form = new FormData();
    form.set('versions', JSON.stringify(Object.fromEntries(open.map(([name, { version }]) => [name, version]))));
    for (const [name, { value }] of open) form.set(name, typedText(name, value));
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

  function settle(sent: Waiting, { saved, conflicts: found, now: told }: Outcome) {
    for (const [name, version] of Object.entries(saved)) {
      held[name] = { value: sent[name]!.value, version, carried: false };
      // Typed on while this was on its way: what waits now was seen on top of what was saved.
      if (JSON.stringify(waiting[name]?.value) === JSON.stringify(sent[name]!.value)) delete waiting[name];
      else if (waiting[name]) waiting[name].version = version;
    }
    conflicts = [...conflicts, ...found];
    now = told;
    keep();
    status = 'idle';
    if (Object.keys(waiting).some((name) => !isBarred(name))) later(500);
  }

  return {
    value: (name: string): Value => (name in waiting ? waiting[name]!.value : (held[name]?.value ?? null)),
    has: (name: string): boolean => name in waiting || name in held,
    isCarried: (name: string): boolean => !(name in waiting) && !!held[name]?.carried,
    /** The field was written or looked at on this page. */
    isSettled: (name: string): boolean => name in waiting || (!!held[name] && !held[name].carried && held[name].version > (server[name]?.version ?? 0)), // prettier-ignore
    get versions() {
      return JSON.stringify(Object.fromEntries(Object.entries(held).map(([name, { version }]) => [name, version])));
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
    get now() {
      return now;
    },
    said,
    send,
    /** Takes up what this device kept, once the page runs; only what this page shows. */
    wake(names: readonly string[]) {
      for (const [name, text] of readDraft(draft) ?? [])
        if (names.includes(name)) waiting[name] = JSON.parse(text) as Waiting[string];
      if (Object.keys(waiting).length) later(0);
    },
    /** Two people disagreed: the reader chose. */
    choose(conflict: FieldConflict, isMine: boolean) {
      conflicts = conflicts.filter((one) => one !== conflict);
      held[conflict.name] = { value: conflict.theirs, version: conflict.version, carried: false };
      if (isMine) waiting[conflict.name] = { value: conflict.mine, version: conflict.version };
      else delete waiting[conflict.name];
      keep();
      later(0);
    },
  };
}
