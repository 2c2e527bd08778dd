import { itemsOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import { clocksOf } from '#domain/grading/dossiers/clock-rows';
import { evidenceOf } from '#domain/grading/dossiers/evidence';
import { formFieldsOf } from '#domain/grading/dossiers/forms';
import { currentProcess, samplesOf as samplesAsked } from '#domain/grading/process/decision';
import { partsOfFields } from '#domain/grading/dossiers/looks';
import { type Dossier, dossierAnswers, stepsOf, turnAt } from '#domain/grading/dossiers/queries';
import { requestsOf } from '#domain/grading/dossiers/requests';
import { canMove } from '#domain/grading/dossiers/rules';
import { leftOf } from '#domain/grading/dossiers/sample-rules';
import { samplesOf } from '#domain/grading/dossiers/samples';
import { papersOf } from '#domain/papers/queries';
import { isOwnOf } from '#domain/producers/policy';
import { isOfficerOf } from '#domain/identity/rules';
import { dayOf } from '#kernel/clock';
import type { Ctx } from '#kernel/context';
import { fileAddress } from '#kernel/files/address';
import { day } from '#ui/format.ts';
import { optionWords } from './draft.ts';
import { type Base, evidenceLine, fieldLabel, said } from './words.ts';

/** A dossier as a list shows it, in finished words. */
export function rowOf(ctx: Ctx, dossier: Dossier) {
  const turn = turnAt(dossier);
  const due = turn === null ? null : turn === 'producer' ? dossier.answer_by : dossier.due_on;
  return {
    id: dossier.id,
    product: dossier.product,
    producer: dossier.producer,
    commune: dossier.commune,
    kind: said(ctx, `kind.${dossier.kind}`),
    level: said(ctx, `level.${dossier.level}`),
    status: said(ctx, `status.${dossier.status}`),
    turn: said(ctx, `turn.${turn ?? 'nobody'}`),
    isOver: turn === null,
    number: dossier.province_no ?? dossier.commune_no ?? '',
    due: day(due, ctx.locale),
    isLate: !!due && due < ctx.today,
    asked: dossier.asked,
  };
}

/** Where a locked dossier is, whose turn it is, its clocks, what is missing, what happened. */
export async function followView(ctx: Ctx, base: Base, id: string) {
  const { dossier, sheet, additions, fields } = await dossierAnswers(ctx, id);
  const [clocks, steps, requests, moves, papers] = await Promise.all([
    clocksOf(ctx, id),
    stepsOf(ctx, id),
    requestsOf(ctx, id),
    samplesOf(ctx, id),
    papersOf(ctx, { kind: 'producer', id: dossier.producer_id }),
  ]);
  const answers = isOwnOf(ctx.actor, dossier.producer_id) || isOfficerOf(ctx.actor, dossier.area_path);
  const samples = samplesAsked(currentProcess, dossier.set_no) ?? 0;
  const left = leftOf(moves, samples);
  const d = (value: string | null) => day(value, ctx.locale);
  return {
    dossier: { ...rowOf(ctx, dossier), version: dossier.version, product_id: dossier.product_id, here: `${base}/dossiers/${id}`, base }, // prettier-ignore
    where: said(ctx, 'where', {
      level: said(ctx, `level.${dossier.level}`),
      status: said(ctx, `status.${dossier.status}`),
    }),
    facts: [
      [said(ctx, 'what.filed_on'), d(dossier.filed_on)],
      [said(ctx, 'what.channel'), said(ctx, `channel.${dossier.channel}`)],
      [said(ctx, 'what.commune_no'), [dossier.commune_no, d(dossier.commune_received_on)].filter(Boolean).join(', ')],
      [
        said(ctx, 'what.province_no'),
        [dossier.province_no, d(dossier.province_received_on)].filter(Boolean).join(', '),
      ],
      [said(ctx, 'what.sheet'), said(ctx, 'sheet_line', { decision: sheet.decision, no: sheet.no, version: dossier.sheet_version })], // prettier-ignore
      [said(ctx, 'what.hash'), dossier.copy_hash ?? ''],
    ].flatMap(([name, value]) => (value ? [{ name: name!, value }] : [])),
    clocks: clocks.map((clock) => ({
      name: said(ctx, `clock.${clock.clock}`),
      line: said(ctx, clock.ended_on ? 'clock_ended' : 'clock_line', { began: d(clock.began_on), due: d(clock.due_on), ended: d(clock.ended_on) }), // prettier-ignore
      after: clock.ended_on ? '' : said(ctx, `after.${clock.clock}`),
      stopped: clock.stopped_on ? said(ctx, 'clock_stopped', { day: d(clock.stopped_on) }) : '',
      isLate: !clock.ended_on && clock.due_on < ctx.today,
    })),
    steps: steps.map((step) => ({
      id: step.id,
      day: d(step.on_day),
      words: said(ctx, 'step_at', { level: said(ctx, `level.${step.level}`), status: said(ctx, `status.${step.status}`) }), // prettier-ignore
      note: step.note ?? '',
    })),
    requests: requests.map((request) => ({
      id: request.id,
      version: request.version,
      isOpen: request.answered_at === null && answers,
      isLate: request.answered_at === null && request.due_on < ctx.today,
      line: said(ctx, request.answered_at ? 'asked_done' : 'asked_line', { desk: said(ctx, `desk.${request.desk}`), day: d(dayOf(request.asked_at)), due: d(request.due_on) }), // prettier-ignore
      note: request.note ?? '',
      items: request.items.map((item) => {
        const sheetItem = item.about?.startsWith('answer/') ? itemsOf(sheet).find(({ code }) => `answer/${code}` === item.about) : undefined; // prettier-ignore
        const added = additions.findLast(({ request_item_id }) => request_item_id === item.id);
        return {
          id: item.id,
          version: item.version,
          wanted: item.wanted,
          aboutName: item.about ?? '',
          about: item.about ? said(ctx, 'about', { field: fieldLabel(ctx, sheet, item.about) }) : '',
          answer: item.answer ?? '',
          isAnswered: item.answered_at !== null,
          now: item.about ? optionWords(ctx, sheet, item.about, fields[item.about]?.value ?? null) : '',
          added: added ? optionWords(ctx, sheet, added.name, added.value) : '',
          isText: !!item.about && (item.about.startsWith('why/') || item.about.startsWith('form/')),
          options: sheetItem
            ? (sheetItem.options?.map((option, i) => ({ value: String(i), label: option.text[ctx.locale] })) ??
              sheetItem.cases!.flatMap((one, c) => one.options.map((option, i) => ({ value: `${c}.${i}`, label: `${one.code}) ${option.text[ctx.locale]}` })))) // prettier-ignore
            : [],
        };
      }),
    })),
    papers: papers
      .filter(({ verdict }) => verdict !== 'wrong')
      .map(({ id: value, type_name, number, end }) => ({
        value,
        label: [type_name, number, end && said(ctx, 'ends', { day: d(end) })].filter(Boolean).join(' – '),
      })),
    samples: samples
      ? {
          lead: said(ctx, 'samples_lead', { n: samples, came: samples - left.toCome, here: left.here }),
          lines: moves.map((move) => ({
            id: move.id,
            words: said(ctx, 'sample_line', { day: d(move.on_day), what: said(ctx, `sample.${move.what}`), n: move.count, place: move.place ? `– ${move.place}` : '' }), // prettier-ignore
          })),
        }
      : null,
    mayRetract: answers && canMove(dossier, { level: dossier.level, status: 'retracted' }),
    raw: { level: dossier.level, status: dossier.status, area_path: dossier.area_path, commune_no: dossier.commune_no, asked: dossier.asked }, // prettier-ignore
  };
}

/** Everything that was filed, item by item, with what was said anew since beside it: read by officers and the producer. */
export async function contentView(ctx: Ctx, base: Base, id: string) {
  const [{ dossier, sheet, fields, filed, additions }, evidence] = await Promise.all([dossierAnswers(ctx, id), evidenceOf(ctx, id)]); // prettier-ignore
  const { answers, broken } = partsOfFields(fields);
  const graded = grade(sheet, answers, broken);
  const line = (one: (typeof evidence)[number]) => evidenceLine(ctx, one, undefined, (file) => fileAddress(ctx.runtime, file)); // prettier-ignore
  const words = (name: string) => {
    const [was, now] = [filed[name]?.value ?? null, fields[name]?.value ?? null];
    const isAdded = additions.some((one) => one.name === name);
    return {
      text: optionWords(ctx, sheet, name, now),
      was: isAdded ? optionWords(ctx, sheet, name, was) : '',
      isSaid: fields[name] !== undefined && now !== null,
    };
  };
  const whole = evidence.filter(({ item }) => item === null).map(line);
  return {
    dossier: { ...rowOf(ctx, dossier), here: `${base}/dossiers/${id}` },
    total: graded.total,
    parts: sheet.parts.map((part) => ({
      code: part.code,
      name: part.name[ctx.locale],
      points: graded.parts[part.code],
      max: part.max,
      items: part.criteria
        .flatMap(({ items }) => items)
        .map((item) => ({
          code: item.code,
          name: item.name[ctx.locale],
          points: graded.items[item.code] ?? 0,
          max: item.max,
          answer: words(`answer/${item.code}`),
          why: words(`why/${item.code}`),
          evidence: evidence.filter((one) => one.item === item.code).map(line),
        })),
    })),
    forms: formFieldsOf(dossier.kind).map(({ name }) => ({
      label: said(ctx, `form.${name}`),
      ...words(`form/${name}`),
    })),
    broken: broken.map((rule) => fieldLabel(ctx, sheet, `rule/${rule}`)),
    whole,
  };
}
