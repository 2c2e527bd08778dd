import { action, touch } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { changesOf } from '#kernel/versions';
import { assertVersion } from '#domain/identity/versions';
import { currentProcess, type DecisionSetting } from './decision.ts';
import { maySetProcess } from './policy.ts';
import { lockProcess } from './rows.ts';
import { type CouncilRules, mergeRules, minimaEffects, minimumTests, provinceOf } from './rules.ts';
import { SetCouncilRules } from './schema.ts';

const setting = (key: string): DecisionSetting => {
  const found = currentProcess.settings.find((one) => one.key === key);
  if (!found) throw new Error(`The decision's data has no setting ${key}`);
  return found;
};
const choice = <const T extends string>(key: string, words: readonly T[]): T => {
  const usual = words.find((word) => word === setting(key).default);
  if (!usual) throw new Error(`The default of ${key} is none of its choices`);
  return usual;
};

/** A share as a fraction of whole numbers: 0.75 is 3 of 4. */
function fractionOf(share: number): { of: number; outOf: number } {
  const outOf = [1, 2, 3, 4, 5, 10, 20, 100].find((n) => Number.isInteger(Math.round(share * n * 1e6) / 1e6)) ?? 100;
  return { of: Math.round(share * outOf), outOf };
}

/**
 * What holds until a province says something else: the defaults of the decision's data. What the data does not name is
 * the product's own: the clock goes on while a dossier is completed, since the law stops it nowhere; from 90 points the
 * ministry is asked, as article 7.3e says of points alone; ten days for a written opinion, within the 45 of a regrading.
 */
export const usualRules: CouncilRules = {
  mergeRule: choice('mergeRule', mergeRules),
  spreadLimit: Number(setting('spreadLimit').default),
  quorum: { ...fractionOf(Number(setting('quorum').default)), chairRequired: setting('quorum').chairRequired ?? true },
  minimumTest: choice('minimumTest', minimumTests),
  minimaEffect: choice('minimaEffect', minimaEffects),
  minimaCumulative: setting('minimaCumulative').default === true,
  decimals: Number(setting('decimals').default),
  completionStopsClock: false,
  ministryOnMissedMinimum: 'ask',
  opinionDays: 10,
  ideaRequired: false,
  planRequired: false,
};

export type HeldRules = {
  area: string;
  /** 0: nobody has set any, the usual ones hold. */
  version: number;
  rules: CouncilRules;
  number: string | null;
  issued_on: string | null;
  set_at: Date | null;
  set_by: string | null;
};

/** Every wording of a place's council rules, the newest first. */
export async function rulesWithPast(ctx: Ctx | Tx, area: string): Promise<HeldRules[]> {
  const rows = await (ctx as Ctx).db
    .selectFrom('grading.council_rules as rules')
    .leftJoin('identity.person as person', 'person.id', 'rules.set_by')
    .select(['rules.version', 'rules.body', 'rules.number', 'rules.issued_on', 'rules.set_at', 'person.name as set_by'])
    .where('rules.area_path', '=', area)
    .orderBy('rules.version', 'desc')
    .execute();
  return rows.map(({ body, ...row }) => ({
    ...row,
    area,
    rules: { ...usualRules, ...(body as Partial<CouncilRules>) },
  }));
}

/**
 * The council rules that hold for a place: of a commune those of its province; the usual ones where none were set.
 * @param areaPath 'VN/22', 'VN/22/06970', or 'VN' for the ministry's council
 */
export async function rulesFor(ctx: Ctx | Tx, areaPath: string): Promise<HeldRules> {
  const area = provinceOf(areaPath);
  const [newest] = await rulesWithPast(ctx, area);
  const none = { area, version: 0, rules: usualRules, number: null, issued_on: null, set_at: null, set_by: null };
  return newest ?? none;
}

/**
 * Sets the council rules from now on: a new wording, the ones before stay, and so do sessions that were opened by them.
 * @throws AppError refused, version.stale if somebody set others meanwhile, input.invalid
 */
export const setCouncilRules = action(
  { name: 'grading.set_council_rules', input: SetCouncilRules, may: maySetProcess },
  async (tx, { area, version, number, issued_on, quorumOf, quorumOutOf, chairRequired, ...said }) => {
    await lockProcess(tx, area);
    const held = await rulesFor(tx, area);
    const seen = { version: held.version, changed_by: null, changed_at: held.set_at ?? tx.now };
    await assertVersion(tx, seen, version, { ...flat(held.rules), number: held.number, issued_on: held.issued_on });
    if (quorumOf > quorumOutOf) throw fieldError('quorumOf', 'process.quorum_above_all');
    if (issued_on && issued_on > tx.today) throw fieldError('issued_on', 'papers.future');
    const quorum = { of: quorumOf, outOf: quorumOutOf, chairRequired };
    const rules: CouncilRules = { ...held.rules, ...said, quorum };
    await tx.db
      .insertInto('grading.council_rules')
      .values({
        area_path: area,
        version: version + 1,
        body: JSON.stringify(rules),
        number,
        issued_on,
        set_at: tx.now,
        set_by: authorOf(tx),
      })
      .execute();
    const changes = changesOf(flat(held.rules), flat(rules));
    await record(tx, 'council_rules.set', { kind: 'council_rules', id: area, area }, { version: version + 1, changes });
    touch(tx, 'council_rules');
  },
);

/** The rules as the form has them. */
export const flat = ({ quorum, ...rules }: CouncilRules) => ({
  ...rules,
  quorumOf: quorum.of,
  quorumOutOf: quorum.outOf,
  chairRequired: quorum.chairRequired,
});
