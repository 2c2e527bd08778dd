/** A star of an invented product; `days` before seeding it was decided. */
type DemoStar = {
  stars: number;
  days: number;
  level?: string;
  reason?: string;
  parts?: [string, string, string];
  withdrawn?: { ground: string; days: number };
  undated?: number;
};
type DemoProduct = {
  name: string;
  set: number;
  pack?: string;
  price?: number;
  capacity?: [number, string];
  seasons?: number[];
  story?: string;
  stars?: DemoStar[];
  oldCode?: string;
  /** Of prefix 952, which GS1 keeps for demonstrations: no product on a shelf bears it. */
  gtin?: string;
};
type DemoProducer = {
  name: string;
  kind: string;
  commune: string;
  founded: string;
  formerly?: { name: string; kind: string; until: string };
  facility?: [string, string];
  products: DemoProduct[];
};

/** Invented producers with invented names in real communes: every state of a star, kind of producer and season has one. */
export const producers: DemoProducer[] = [
  {
    name: 'Hợp tác xã Dược liệu Suối Ngàn',
    kind: 'cooperative',
    commune: '06970',
    founded: '2018-03-12',
    formerly: { name: 'Tổ hợp tác Dược liệu Suối Ngàn', kind: 'cooperative_group', until: '2020-06-30' },
    facility: ['Xưởng sấy lạnh Suối Ngàn', 'processing'],
    products: [
      {
        name: 'Trà hoa vàng Suối Ngàn',
        set: 12,
        pack: 'Hộp 50 g',
        price: 650_000,
        capacity: [1200, 'hộp'],
        seasons: [10, 11, 12, 1, 2, 3],
        gtin: '9520000000011',
        story:
          'Nụ và hoa trà thu hái tay từ tháng 10, sấy lạnh trong ngày tại xưởng của hợp tác xã. Mỗi hộp ghi tên nhóm hộ đã hái.',
        stars: [
          { stars: 3, days: 1400 },
          { stars: 4, days: 120, reason: 'upgrade', parts: ['33', '20,5', '29'] },
        ],
      },
      {
        name: 'Trà túi lọc lá trà hoa vàng',
        set: 12,
        pack: 'Hộp 20 gói',
        price: 120_000,
        stars: [{ stars: 3, days: 60, parts: ['28', '15', '24,5'] }],
      },
      { name: 'Cao ba kích Suối Ngàn', set: 18, pack: 'Lọ 100 g', price: 280_000 },
    ],
  },
  {
    name: 'Hợp tác xã Mật ong Đồng Chanh',
    kind: 'cooperative',
    commune: '06985',
    founded: '2019-05-20',
    facility: ['Nhà hạ thủy phần Đồng Chanh', 'processing'],
    products: [
      {
        name: 'Mật ong rừng Đồng Chanh',
        set: 4,
        pack: 'Chai 500 ml',
        price: 250_000,
        capacity: [3000, 'lít'],
        seasons: [4, 5, 6, 7],
        story: 'Ong đi lấy mật hoa rừng từ tháng 4 đến tháng 7.',
        stars: [{ stars: 3, days: 930, parts: ['26', '14', '21'] }],
      },
      { name: 'Mật ong ngâm chanh đào', set: 4, pack: 'Hũ 700 ml', price: 180_000, stars: [{ stars: 3, days: 1200 }] },
      { name: 'Phấn hoa khô Đồng Chanh', set: 8, pack: 'Hũ 200 g', price: 160_000 },
    ],
  },
  {
    name: 'Hộ kinh doanh Vịnh Xanh',
    kind: 'household',
    commune: '06688',
    founded: '2015-09-01',
    products: [
      {
        name: 'Chả mực giã tay Vịnh Xanh',
        set: 8,
        pack: 'Túi 500 g',
        price: 220_000,
        capacity: [18000, 'kg'],
        stars: [{ stars: 4, days: 300, parts: ['31,5', '20', '27'] }],
      },
      {
        name: 'Chả cá thu Vịnh Xanh',
        set: 8,
        pack: 'Túi 500 g',
        price: 140_000,
        stars: [{ stars: 3, days: 1300, withdrawn: { ground: 'đ', days: 700 } }],
      },
    ],
  },
  {
    name: 'Công ty TNHH Nước mắm Bến Đảo',
    kind: 'company',
    commune: '06994',
    founded: '2008-04-15',
    facility: ['Nhà thùng Bến Đảo', 'processing'],
    products: [
      {
        name: 'Nước mắm nhĩ Bến Đảo',
        set: 9,
        pack: 'Chai 500 ml',
        price: 95_000,
        capacity: [120000, 'lít'],
        gtin: '9520000000028',
        story: 'Cá cơm ủ chượp mười hai tháng trong thùng gỗ.',
        stars: [
          { stars: 4, days: 1500 },
          { stars: 5, days: 90, level: 'ministry', reason: 'upgrade', parts: ['38', '23,5', '32'] },
        ],
      },
      {
        name: 'Mắm ruốc Bến Đảo',
        set: 9,
        pack: 'Hũ 250 g',
        price: 45_000,
        stars: [{ stars: 3, days: 200, parts: ['27', '15', '22'] }],
      },
      {
        name: 'Ruốc hàu Bến Đảo',
        set: 8,
        pack: 'Hũ 150 g',
        price: 130_000,
        stars: [{ stars: 3, days: 1000, withdrawn: { ground: 'c', days: 100 } }],
      },
    ],
  },
  {
    name: 'Tổ hợp tác Miến dong Bản Mới',
    kind: 'cooperative_group',
    commune: '06838',
    founded: '2021-10-05',
    products: [
      {
        name: 'Miến dong Bản Mới',
        set: 6,
        pack: 'Gói 500 g',
        price: 65_000,
        capacity: [25, 'tấn'],
        seasons: [11, 12, 1, 2],
        story: 'Dong riềng trồng trên đất dốc, tráng và phơi nắng ngay tại bản.',
        stars: [{ stars: 3, days: 1010, parts: ['25', '13', '20'] }],
      },
      { name: 'Tinh bột dong riềng Bản Mới', set: 7, pack: 'Túi 1 kg', price: 50_000 },
    ],
  },
  {
    name: 'Hợp tác xã Chè Đồi Sương',
    kind: 'cooperative',
    commune: '06946',
    founded: '2014-02-18',
    facility: ['Xưởng chè Đồi Sương', 'processing'],
    products: [
      {
        name: 'Chè xanh Đồi Sương',
        set: 11,
        pack: 'Gói 200 g',
        price: 90_000,
        stars: [{ stars: 4, days: 500, parts: ['32', '19', '26'] }],
        oldCode: '22-201-06946-1-2020',
      },
      {
        name: 'Chè ô long Đồi Sương',
        set: 11,
        pack: 'Hộp 100 g',
        price: 150_000,
        stars: [{ stars: 3, days: 40, parts: ['27,5', '14', '23'] }],
      },
    ],
  },
  {
    name: 'Công ty CP Gốm Đất Đỏ',
    kind: 'company',
    commune: '07093',
    founded: '2003-07-01',
    facility: ['Lò gốm Đất Đỏ', 'processing'],
    products: [
      {
        name: 'Bộ ấm chén men tro Đất Đỏ',
        set: 21,
        pack: 'Bộ 7 món',
        price: 850_000,
        stars: [{ stars: 4, days: 250, parts: ['33', '18,5', '25'] }],
      },
      { name: 'Bình hoa khắc tay Đất Đỏ', set: 21, pack: 'Chiếc', price: 1_200_000 },
    ],
  },
  {
    name: 'Trang trại gà Đồi Sim',
    kind: 'farm',
    commune: '06862',
    founded: '2017-08-08',
    products: [
      {
        name: 'Gà thả đồi Đồi Sim',
        set: 2,
        pack: 'Con 1,8 kg',
        price: 320_000,
        capacity: [20000, 'con'],
        stars: [{ stars: 3, days: 800, parts: ['27', '13', '21'] }],
      },
      {
        name: 'Trứng gà Đồi Sim',
        set: 2,
        pack: 'Vỉ 10 quả',
        price: 45_000,
        stars: [{ stars: 3, days: 0, undated: 2019 }],
      },
    ],
  },
  {
    name: 'Hợp tác xã Trứng vịt Cửa Sông',
    kind: 'cooperative',
    commune: '06886',
    founded: '2016-01-22',
    products: [
      {
        name: 'Trứng vịt biển Cửa Sông',
        set: 2,
        pack: 'Hộp 10 quả',
        price: 55_000,
        stars: [{ stars: 4, days: 980, parts: ['30', '18', '24'] }],
      },
      {
        name: 'Trứng vịt muối Cửa Sông',
        set: 8,
        pack: 'Hộp 6 quả',
        price: 60_000,
        stars: [{ stars: 3, days: 20, parts: ['26', '14', '22'] }],
      },
    ],
  },
  {
    name: 'Hiệp hội Du lịch cộng đồng Làng Mây',
    kind: 'association',
    commune: '06841',
    founded: '2022-11-11',
    products: [
      {
        name: 'Ngủ bản và đi rừng Làng Mây',
        set: 26,
        pack: 'Khách/ngày',
        price: 550_000,
        seasons: [9, 10, 11, 12, 1, 2, 3, 4],
        story: 'Ở nhà sàn, gói bánh cùng chủ nhà, đi rừng quế buổi sáng.',
        stars: [{ stars: 3, days: 75, parts: ['28', '14', '20'] }],
      },
    ],
  },
  {
    name: 'Hộ kinh doanh Rượu men lá Khe Lạnh',
    kind: 'household',
    commune: '06979',
    founded: '2013-12-12',
    products: [
      { name: 'Rượu men lá Khe Lạnh', set: 14, pack: 'Chai 500 ml', price: 110_000, stars: [{ stars: 3, days: 1120 }] },
      { name: 'Rượu ba kích Khe Lạnh', set: 15, pack: 'Chai 500 ml', price: 190_000 },
    ],
  },
  {
    name: 'Công ty TNHH Thủy sản Đảo Xa',
    kind: 'company',
    commune: '07192',
    founded: '2011-06-30',
    facility: ['Xưởng sấy Đảo Xa', 'processing'],
    products: [
      {
        name: 'Mực một nắng Đảo Xa',
        set: 8,
        pack: 'Túi 1 kg',
        price: 520_000,
        seasons: [3, 4, 5, 6, 7, 8],
        stars: [{ stars: 4, days: 30, parts: ['31', '19', '26'] }],
      },
      { name: 'Sá sùng khô Đảo Xa', set: 8, pack: 'Hộp 200 g', price: 900_000, stars: [{ stars: 4, days: 1600 }] },
    ],
  },
  {
    name: 'Hợp tác xã Hoa Sườn Nắng',
    kind: 'cooperative',
    commune: '07054',
    founded: '2020-09-09',
    products: [
      {
        name: 'Hoa ly Sườn Nắng',
        set: 23,
        pack: 'Bó 5 cành',
        price: 120_000,
        seasons: [12, 1, 2],
        stars: [{ stars: 3, days: 330, parts: ['29', '13', '23'] }],
      },
    ],
  },
  {
    name: 'Hợp tác xã Củ cải Ruộng Muối',
    kind: 'cooperative',
    commune: '06895',
    founded: '2017-03-30',
    products: [
      {
        name: 'Củ cải phơi Ruộng Muối',
        set: 7,
        pack: 'Túi 300 g',
        price: 40_000,
        stars: [{ stars: 3, days: 1085, parts: ['26', '13', '22'] }],
      },
      { name: 'Gạo nếp nương Ruộng Muối', set: 3, pack: 'Túi 2 kg', price: 85_000 },
    ],
  },
  {
    // May be the first cooperative, entered again with a slip of the pen: the office's queue of likely duplicates has one.
    name: 'Hộ kinh doanh Dược liệu Suối Ngang',
    kind: 'household',
    commune: '06970',
    founded: '2016-05-20',
    products: [],
  },
];
