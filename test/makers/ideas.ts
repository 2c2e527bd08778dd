/** What a producer types for an idea; whole, so that it can be sent. */
export const anIdea = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Trà hoa vàng túi lọc',
  set_no: 12,
  commune: '06970',
  what: 'Trà túi lọc từ hoa trà vàng',
  origin: 'Nghề hái trà của người Dao trong xã',
  material: 'Hoa trà vàng trồng trong xã',
  makers: '12 hộ trong thôn',
  market: 'Khách du lịch và cửa hàng trong tỉnh',
  ...given,
});

/** What a producer types for a business plan. */
export const aPlan = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Trà hoa vàng túi lọc',
  set_no: 12,
  commune: '06970',
  organisation: 'HTX 12 hộ, có kế toán',
  material: '3 ha hoa trà vàng',
  technology: 'Sấy lạnh, đóng túi lọc',
  quality: 'Hộp giấy 20 túi, tự công bố',
  market: 'Hội chợ, cửa hàng, sàn điện tử',
  finance: 'Vốn góp và vay ưu đãi',
  staff: '8 lao động của xã',
  investment: '250.000.000',
  ...given,
});
