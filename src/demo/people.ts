import type { Role } from '#domain/identity/rules';

/** One invented account for each role. The scope is an area, or the first invented producer. */
export const people: { role: Role; name: string; login: string; area?: string }[] = [
  { role: 'commune_officer', name: 'Lê Thị Xã (minh họa)', login: 'can-bo-xa@ocop.example', area: '06970' },
  { role: 'province_officer', name: 'Phạm Văn Tỉnh (minh họa)', login: 'can-bo-tinh@ocop.example', area: '22' },
  { role: 'council_member', name: 'Vũ Thành Viên (minh họa)', login: 'thanh-vien@ocop.example', area: '22' },
  { role: 'council_secretary', name: 'Đỗ Thị Thư Ký (minh họa)', login: 'thu-ky@ocop.example', area: '22' },
  { role: 'trade_officer', name: 'Bùi Công Thương (minh họa)', login: 'xuc-tien@ocop.example', area: '22' },
  { role: 'inspector', name: 'Hoàng Giám Sát (minh họa)', login: 'kiem-tra@ocop.example', area: '22' },
  { role: 'ministry_officer', name: 'Trịnh Cán Bộ Bộ (minh họa)', login: 'can-bo-bo@ocop.example' },
  { role: 'auditor', name: 'Ngô Kiểm Toán (minh họa)', login: 'kiem-toan@ocop.example' },
  { role: 'administrator', name: 'Đặng Quản Trị (minh họa)', login: 'quan-tri@ocop.example' },
  { role: 'producer_owner', name: 'Trần Chủ Thể (minh họa)', login: 'chu-the@ocop.example' },
  { role: 'producer_member', name: 'Mai Thành Viên HTX (minh họa)', login: 'thanh-vien-htx@ocop.example' },
];
