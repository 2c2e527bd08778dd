import type { Db } from '#kernel/db';
import { fold } from '#kernel/text';

/** Three communes of Quảng Ninh, their province and another one: enough for scopes, without loading the country. */
export async function communes(db: Db): Promise<void> {
  const unit = (id: string, level: string, name: string, type: string, parent_id: string | null, path: string) => ({
    id,
    code: id,
    level,
    name,
    type,
    parent_id,
    path,
    folded: fold(name),
  });
  await db
    .insertInto('areas.unit')
    .values([
      unit('VN', 'country', 'Việt Nam', 'country', null, 'VN'),
      unit('22', 'province', 'Quảng Ninh', 'province', 'VN', 'VN/22'),
      unit('01', 'province', 'Hà Nội', 'municipality', 'VN', 'VN/01'),
      unit('06970', 'commune', 'Ba Chẽ', 'commune', '22', 'VN/22/06970'),
      unit('06994', 'commune', 'Vân Đồn', 'special_zone', '22', 'VN/22/06994'),
      unit('06886', 'commune', 'Hải Lạng', 'commune', '22', 'VN/22/06886'),
    ])
    .onConflict((at) => at.doNothing())
    .execute();
}

/** What an officer types for a producer, with what matters to the test. */
export const aProducer = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  kind: 'cooperative',
  name: 'HTX Thử',
  commune: '06970',
  ...given,
});
