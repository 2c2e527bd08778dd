/** Kinds of products with their set of score sheets: what invented names are made of. */
export const goods: readonly (readonly [string, number])[] = [
  ['Rau cải', 1], ['Củ đậu', 1], ['Cam sành', 1], ['Vải thiều', 1], ['Thịt trâu', 2], ['Tôm nõn', 2], ['Gạo nếp', 3],
  ['Đậu nành', 3], ['Mật ong', 4], ['Trứng gà', 4], ['Mực khô', 5], ['Chuối sấy', 5], ['Chả mực', 6], ['Giò lụa', 6],
  ['Miến dong', 7], ['Bánh gio', 7], ['Nước mắm', 8], ['Tương ớt', 8], ['Muối hạt', 8], ['Chè xanh', 9], ['Trà hoa vàng', 10],
  ['Cà phê bột', 11], ['Ca cao', 11], ['Rượu mơ', 12], ['Rượu men lá', 12], ['Nước ép dứa', 13], ['Cao ba kích', 14],
  ['Viên nghệ', 14], ['Tinh dầu quế', 15], ['Xà phòng bồ kết', 15], ['Nón lá', 20], ['Gốm men', 20], ['Ngọc trai', 21],
  ['Thổ cẩm', 22], ['Lan hồ điệp', 24], ['Đào cảnh', 24], ['Ruốc hàu', 6], ['Sá sùng', 5], ['Khoai lang', 1], ['Măng trúc', 5],
  ['Hạt sen', 3], ['Bột sắn dây', 7], ['Kẹo lạc', 7], ['Mắm tép', 8], ['Nấm hương', 5], ['Dầu lạc', 8], ['Hồng giòn', 1],
  ['Bưởi da xanh', 1], ['Xoài cát', 1], ['Thanh long', 1],
]; // prettier-ignore

/** What a name says of how it is made. */
export const manners: readonly string[] =
  `hữu cơ|sấy dẻo|sấy lạnh|thượng hạng|loại một|ngâm mật|hoa rừng|ủ chum|gác bếp|nguyên chất|truyền thống|ăn liền|tẩm gia vị|
hun khói|đóng túi|hộp quà|cổ truyền|mùa đông|vụ sớm|xay lụa|rang mộc|nấu củi|không đường|vị gừng|vị sả|vị tỏi|lên men|cấp đông|một nắng|
tách vỏ|nghiền mịn|thủ công|đan tay|bản địa|núi cao|ven sông|đất đỏ|nước lợ|nắng biển|sương sớm|lá dong|ống tre|nia phơi|giỏ mây`
    .replaceAll('\n', '')
    .split('|');

/** Syllables that two by two name a producer. */
export const syllables: readonly string[] =
  `An Anh Bách Bảo Bình Cát Chi Châu Cường Diệu Dũng Duy Đại Đăng Đạt Điền Đông Đức Gia Giang Hà Hải Hạnh Hậu Hiền Hiệp Hòa Hoàng
Hồng Huệ Hùng Hưng Hương Khang Khánh Khoa Kiên Kim Lam Lâm Lan Lập Liên Linh Lộc Long Lương Mai Mạnh Minh Mỹ Nam Nga Ngân Nghĩa Ngọc
Nguyên Nhân Nhật Như Oanh Phát Phong Phú Phúc Phương Quang Quân Quế Quý Quyết Sâm Sơn Tài Tâm Tân Thái Thắng Thanh Thành Thảo Thiện
Thịnh Thu Thuận Thủy Tiến Tín Toàn Trang Trí Trung Trường Tuấn Tùng Tuyết Uyên Vân Việt Vinh Vũ Vượng Xuân Yên`
    .replaceAll('\n', ' ')
    .split(' ');

/** Kinds of producers with how their names begin. */
export const forms = [
  ['cooperative', 'HTX'],
  ['company', 'Công ty TNHH'],
  ['household', 'Hộ kinh doanh'],
  ['cooperative_group', 'Tổ hợp tác'],
  ['farm', 'Trang trại'],
] as const;
