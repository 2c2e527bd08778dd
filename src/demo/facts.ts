import type { Tx } from '#kernel/context';
import { enterProducerFact, producerFacts, producerOwner } from '#domain/producers/facts';
import { enterOnBehalf } from '#domain/behalf/actions';
import { makeProposal } from '#domain/proposals/actions';
import { enterProductFact } from '#domain/products/facts';

const day = (tx: Tx, days: number) => new Date(Date.parse(tx.today) + days * 86_400_000).toISOString().slice(0, 10);

/** Facts of an invented producer and its first product: some stand, some end soon, some are missing, as in life. */
export async function addFacts(
  tx: Tx,
  producer: string,
  facility: string | null,
  products: readonly string[],
  i: number,
) {
  const enter = (kind: string, said: object) => enterProducerFact(tx, { kind, producer, from: day(tx, -400), ...said });
  await enter('safety_commitment', { received_by: 'UBND xã (minh họa)', until: day(tx, 90 + i * 40) });
  if (i % 2 === 0) {
    const { id } = await enter('sourcing_area', {
      name: `Vùng nguyên liệu ${i + 1} (minh họa)`,
      material: 'Nguyên liệu chính',
      area_m2: 12_000 * (i + 1),
      growers: 12,
    });
    await enter('supply_contract', {
      partner: `Nhóm hộ trồng số ${i + 1} (minh họa)`,
      material: 'Nguyên liệu chính',
      quantity: 1200,
      unit: 'kg',
      price_rule: 'Theo giá thị trường, thấp nhất bằng giá sàn',
      facility_id: facility,
      sourcing_area_id: id,
      until: day(tx, 45 + i * 60),
    });
  }
  if (facility) await enter('modern_technology', { facility_id: facility, technology: 'Sấy lạnh (minh họa)' });
  for (const product of products.slice(0, 2)) {
    const say = (kind: string, said: object) => enterProductFact(tx, { kind, product, from: day(tx, -300), ...said });
    await say('packaging', { description: 'Hộp giấy in màu, có túi trong' });
    await say('sales_place', {
      name: 'Điểm giới thiệu sản phẩm (minh họa)',
      address: 'Trung tâm xã',
      last_checked: day(tx, -30),
    });
    if (i % 3 === 0)
      await say('trace_code', { carrier: 'qr', code: `MH-${i}`, address: 'https://example.vn/truy-xuat' });
    if (i % 4 === 0) await say('registered_right', { right_kind: 'trade_mark', stage: 'filed', number: `4-MH-${i}` });
  }
}

/** A proposal for the office's queue: the producer asks for a number on its commitment, as its owner would. */
export async function addProposal(tx: Tx, producer: string, owner: { id: string; name: string }) {
  const actor = { ...owner, grants: [{ role: 'producer_owner', area: null, organisation: producer }] };
  const { safety_commitment = [] } = await producerFacts(tx, await producerOwner(tx, producer));
  const [fact] = safety_commitment;
  if (!fact) return;
  const said = { kind: 'safety_commitment', id: fact.id, version: String(fact.version) };
  const days = { from: String(fact.valid_from), until: fact.valid_to ?? '' };
  await makeProposal(
    { ...tx, actor },
    {
      act: 'producers.correct_fact',
      input: { ...said, ...days, received_by: String(fact.received_by), number: '15/CK-MH' },
      note: 'Bản cam kết có số, lần đầu nhập thiếu (minh họa).',
    },
  );
}

/** What the commune's officer entered at the counter on the producer's behalf: its people find it waiting for their word. */
export async function addCounterEntry(tx: Tx, producer: string, area: string, officer: { id: string; name: string }) {
  const actor = { ...officer, grants: [{ role: 'commune_officer', area, organisation: null }] };
  const course = {
    course: 'Ghi nhãn và đóng gói (minh họa)',
    organiser: 'UBND xã (minh họa)',
    managers: '1',
    others: '2',
  };
  await enterOnBehalf(
    { ...tx, actor },
    { producer, act: 'producers.enter_fact', input: { kind: 'training', producer, from: tx.today, ...course } },
  );
}
