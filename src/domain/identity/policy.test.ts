import { expect, test } from 'vitest';
import type { Actor } from '#kernel/context';
import { canEndRole, canGiveRole, canHelp, rolesToGive } from './policy.ts';
import { type Role, roles } from './rules.ts';

const who = (role: Role, area: string | null = 'VN/22', id: string = role): Actor => ({
  id,
  name: role,
  grants: [{ role, area, organisation: area ? null : 'htx' }],
});

test('who gives which roles', () => {
  const table = Object.fromEntries(
    roles.map((role) => [role, rolesToGive(who(role))]).filter(([, given]) => given?.length),
  );
  expect(table).toEqual({
    administrator: [...roles],
    ministry_officer: ['province_officer'],
    province_officer: [
      'producer_owner',
      'producer_member',
      'commune_officer',
      'council_member',
      'council_secretary',
      'trade_officer',
      'inspector',
    ],
    commune_officer: ['producer_owner', 'producer_member'],
  });
});

test('a role is given within the area of one’s own, and to nobody oneself', () => {
  const province = who('province_officer', 'VN/22');
  const commune = who('commune_officer', 'VN/22/06970');
  expect([
    canGiveRole(province, { role: 'commune_officer', reach: 'VN/22/06970' }, 'x'),
    canGiveRole(province, { role: 'commune_officer', reach: 'VN/01/00001' }, 'x'),
    canGiveRole(province, { role: 'inspector', reach: 'VN/22' }, province.id),
    canGiveRole(commune, { role: 'producer_owner', reach: 'VN/22/06970' }, 'x'),
    canGiveRole(commune, { role: 'producer_owner', reach: 'VN/22/06994' }, 'x'),
    canGiveRole(who('administrator', 'VN'), { role: 'auditor', reach: 'VN' }, 'x'),
    canGiveRole(who('administrator', 'VN'), { role: 'auditor', reach: 'VN' }, 'administrator'),
    canGiveRole(who('ministry_officer', 'VN'), { role: 'auditor', reach: 'VN' }, 'x'),
    canGiveRole(null, { role: 'producer_owner', reach: 'VN/22' }, 'x'),
  ]).toEqual([true, false, false, true, false, true, false, false, false]);
});

test('who gives a role ends it, and two halves of a right make no whole one', () => {
  const both: Actor = {
    id: 'both',
    name: 'both',
    grants: [
      { role: 'commune_officer', area: 'VN/22/06970', organisation: null },
      { role: 'inspector', area: 'VN/22', organisation: null },
    ],
  };
  expect([
    canEndRole(both, { role: 'producer_owner', reach: 'VN/22/06970' }),
    canEndRole(both, { role: 'producer_owner', reach: 'VN/22/06994' }),
  ]).toEqual([true, false]);
});

test('a password is set anew only for somebody below, and only where all that they hold lies in the own area', () => {
  const helps = (officer: Role, area: string, ...held: [Role, string][]) =>
    canHelp(who(officer, area), { id: 'x', held: held.map(([role, reach]) => ({ role, reach })) });
  const here = 'VN/22/06970';
  expect({
    'somebody without a role': helps('commune_officer', here),
    'a producer of the commune': helps('commune_officer', here, ['producer_owner', here]),
    'a producer of another commune': helps('commune_officer', here, ['producer_owner', 'VN/22/06994']),
    'of both communes': helps('commune_officer', here, ['producer_owner', here], ['producer_owner', 'VN/22/06994']),
    'a colleague': helps('commune_officer', here, ['commune_officer', here]),
    'the province officer': helps('commune_officer', here, ['province_officer', 'VN/22']),
    'a producer who is an administrator': helps(
      'commune_officer',
      here,
      ['producer_owner', here],
      ['administrator', 'VN'],
    ),
    'a commune officer by the province': helps('province_officer', 'VN/22', ['commune_officer', here]),
    'an administrator by the ministry': helps('ministry_officer', 'VN', ['administrator', 'VN']),
    'an administrator by another': helps('administrator', 'VN', ['administrator', 'VN']),
    'an auditor by an administrator': helps('administrator', 'VN', ['auditor', 'VN']),
    'by an inspector': helps('inspector', 'VN/22'),
    oneself: canHelp(who('province_officer', 'VN/22', 'x'), { id: 'x', held: [] }),
  }).toEqual({
    'somebody without a role': true,
    'a producer of the commune': true,
    'a producer of another commune': false,
    'of both communes': false,
    'a colleague': false,
    'the province officer': false,
    'a producer who is an administrator': false,
    'a commune officer by the province': true,
    'an administrator by the ministry': false,
    'an administrator by another': false,
    'an auditor by an administrator': true,
    'by an inspector': false,
    oneself: false,
  });
});
