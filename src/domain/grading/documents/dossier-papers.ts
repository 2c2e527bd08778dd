import type { Ctx } from '#kernel/context';
import type { OfficialDocument } from '#kernel/documents/model';
import { AppError } from '#kernel/errors';
import { sentence } from '#kernel/sentences';
import { optionOf } from '#domain/criteria/items';
import type { Sheet } from '#domain/criteria/schema';
import { evidenceOf, type Evidence } from '#domain/grading/dossiers/evidence';
import { knownOf } from '#domain/grading/dossiers/known';
import { type Fields, partsOfFields } from '#domain/grading/dossiers/looks';
import { dossierAnswers, type Dossier } from '#domain/grading/dossiers/queries';
import { requestsOf } from '#domain/grading/dossiers/requests';
import { fieldName } from '#domain/grading/dossiers/rules';
import { currentProcess, samplesOf } from '#domain/grading/process/decision';
import { canReadRepresentative, mayReadRepresentatives } from '#domain/producers/policy';
import { readRepresentative } from '#domain/producers/representatives';
import { completionRequest } from './completion.ts';
import { form01 } from './form-01.ts';
import { form02, type Answered } from './form-02.ts';
import { communeOffice, decidingOffice, lawOf, lawOfSheet } from './places.ts';

/** Papers are Vietnamese, whatever the reader's language. */
const vi = (key: string) => sentence(key, {}, 'vi');

/** Reads a dossier as form 01 and 02 print it; the reading of the representative is logged by its own room. */
async function read(ctx: Ctx, id: string) {
  const own: Ctx = { ...ctx, locale: 'vi' };
  const { dossier, sheet, fields } = await dossierAnswers(own, id);
  const mayKnow = mayReadRepresentatives(ctx.actor) && canReadRepresentative(ctx.actor, { id: dossier.producer_id, area_path: dossier.area_path, origin: '' }); // prettier-ignore
  const [known, evidence, office, person] = await Promise.all([
    knownOf(own, dossier),
    evidenceOf(own, id),
    communeOffice(own, dossier.area_path),
    mayKnow ? readRepresentative(ctx, { producer: dossier.producer_id }) : null,
  ]);
  const line = (name: string) => known.lines.find((one) => one.name === name)?.value ?? null;
  const form = (name: string) => String(fields[fieldName.form(name)]?.value ?? '').trim() || null;
  return { dossier, sheet, fields, known, evidence, office, person, line, form };
}

/** Mẫu số 01 of a dossier. @throws AppError not_found */
export async function form01Paper(ctx: Ctx, id: string): Promise<OfficialDocument> {
  const { dossier, office, person, line, form } = await read(ctx, id);
  return form01(
    {
      province: office.province,
      year: Number((dossier.filed_on ?? ctx.today).slice(0, 4)),
      producer: dossier.producer,
      representative: person?.name ?? null,
      position: form('position'),
      address: line('address'),
      phone: line('phone'),
      email: line('email'),
      product: dossier.product,
      group: line('group'),
      set: line('set') ?? '',
      kind: dossier.kind,
      samples: samplesOf(currentProcess, dossier.set_no),
      signedOn: dossier.filed_on,
      commune: { number: dossier.commune_no, receivedOn: dossier.commune_received_on },
      provinceDesk: { number: dossier.province_no, receivedOn: dossier.province_received_on },
      law: lawOf(dossier.decision),
    },
    ctx.now,
  );
}

/** What speaks for an answer, as the form names it. */
const named = ({ paper, fact, file }: Evidence): string => {
  if (paper) return paper.number ? `${paper.type_name} số ${paper.number}` : paper.type_name;
  return fact ? vi(`facts.kind.${fact.kind}`) : (file?.name ?? '');
};

/** The parts of a sheet with what the producer answered and what speaks for it. */
function answered(sheet: Sheet, fields: Fields, evidence: readonly Evidence[]) {
  const { answers } = partsOfFields(fields);
  return sheet.parts.map(({ code, name, max, criteria }) => ({
    name: `Phần ${code}. ${name.vi}`,
    max,
    items: criteria.flatMap(({ items }) =>
      items.map((item): Answered => {
        const option = optionOf(item, answers[item.code]);
        const proofs = evidence.filter((one) => one.item === item.code && one.state === 'stands');
        const why = fields[fieldName.why(item.code)]?.value;
        return {
          code: item.code,
          name: item.name.vi,
          max: item.max,
          points: option?.points ?? null,
          option: option?.text.vi ?? null,
          why: typeof why === 'string' ? why : null,
          evidence: proofs.map(named),
        };
      }),
    ),
  }));
}

/** "Phiếu số 6. Chế biến từ gạo, ngũ cốc" */
const sheetName = ({ no, name }: Sheet) => `Phiếu số ${no}. ${name.vi}`;

const checkNames: Record<string, string> = {
  registration: 'Giấy đăng ký kinh doanh',
  declaration: 'Đã công bố chất lượng sản phẩm',
  food_safety: 'Giấy chứng nhận đủ điều kiện an toàn thực phẩm hoặc tương đương',
  property:
    'Sở hữu trí tuệ (nhãn hiệu, chỉ dẫn địa lý, bằng sáng chế, kiểu dáng công nghiệp, bản quyền hoặc quyền khác)',
};

/** Mẫu số 02 of a dossier. @throws AppError not_found */
export async function form02Paper(ctx: Ctx, id: string): Promise<OfficialDocument> {
  const { dossier, sheet, fields, known, evidence, office, person, line, form } = await read(ctx, id);
  return form02(
    {
      producer: dossier.producer,
      form: known.kind ? vi(`producers.kind.${known.kind}`) : '',
      address: line('address'),
      phone: line('phone'),
      email: line('email'),
      representative: {
        name: person?.name ?? null,
        sex: person?.sex ? vi(`producers.sex.${person.sex}`) : null,
        ethnicity: person?.ethnicity ?? null,
        residence: null, // asked at filing, kept apart from the register: written in by hand
      },
      registeredOn: line('registered_on'),
      registrationNo: line('registration_no'),
      product: dossier.product,
      pack: line('pack'),
      standard: form('standard'),
      checks: known.checks.map(({ name, held }) => ({ text: checkNames[name] ?? name, ticked: held })),
      history: form('history'),
      structure: form('structure'),
      production: form('production'),
      quality: form('quality'),
      market: form('market'),
      revenue: form('revenue'),
      parts: answered(sheet, fields, evidence),
      changes: dossier.kind === 'first' ? null : { text: form('changes') },
      plan: form('plan'),
      place: office.province,
      signedOn: dossier.filed_on,
      law: await lawOfSheet(ctx, dossier, sheetName(sheet)),
    },
    ctx.now,
  );
}

/** What a request asks about, in the words of the forms. */
function about(sheet: Sheet, field: string | null): string {
  if (!field) return 'Hồ sơ';
  const [kind, key] = [field.slice(0, field.indexOf('/')), field.slice(field.indexOf('/') + 1)];
  if (kind === 'form') return vi(`dossiers.form.${key}`);
  const item = sheet.parts.flatMap((part) => part.criteria.flatMap(({ items }) => items)).find(({ code }) => code === key); // prettier-ignore
  return item ? `Tiêu chí ${key}. ${item.name.vi}` : 'Hồ sơ';
}

const officeOf = (ctx: Ctx, desk: string, dossier: Dossier) =>
  desk === 'commune'
    ? communeOffice(ctx, dossier.area_path)
    : decidingOffice(ctx, dossier.level === 'ministry' ? 'ministry' : 'province', dossier.area_path);

/** The newest request for completion of a dossier, as a letter. @throws AppError not_found where nothing was asked */
export async function completionPaper(ctx: Ctx, id: string): Promise<OfficialDocument> {
  const { dossier, sheet } = await dossierAnswers(ctx, id);
  const [request] = await requestsOf(ctx, id);
  if (!request) throw new AppError('not_found');
  const isCommune = request.desk === 'commune';
  return completionRequest(
    {
      office: await officeOf(ctx, request.desk, dossier),
      number: null,
      day: null,
      producer: dossier.producer,
      product: dossier.product,
      receipt: isCommune
        ? { number: dossier.commune_no, on: dossier.commune_received_on }
        : { number: dossier.province_no, on: dossier.province_received_on },
      items: request.items.map((item) => ({ about: about(sheet, item.about), wanted: item.wanted })),
      note: request.note,
      answerBy: request.due_on,
      signer: { title: isCommune ? 'TM. Ủy ban nhân dân, Chủ tịch' : null, name: null },
      law: lawOf(dossier.decision),
    },
    ctx.now,
  );
}
