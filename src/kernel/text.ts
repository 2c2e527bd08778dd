/**
 * Vietnamese text as people type it, made comparable: NFC first (so that composed and decomposed input agree), then
 * without tone and vowel marks, đ to d, lower case, single spaces. "Mật ONG" and "mat  ong" fold to the same text.
 * What has no mark to lose (한국) is composed again: else it would be three times as long as it was typed.
 */
export function fold(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text as the exact index keeps them: NFC, lower case, marks kept, old and new tone placement made one. */
export function exact(text: string): string {
  return newTone(text.normalize('NFC').toLowerCase())
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const tones = ['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];

/** hoà = hòa, thuỷ = thủy: the tone of a bare final oa, oe, uy sits on the first vowel. */
function newTone(text: string): string {
  return text.replace(
    /(?<!q)([ou])([aey]\p{M}*|[àáãảạèéẽẻẹỳýỹỷỵ])(?!\p{L})/gu,
    (whole, first: string, second: string) => {
      const parts = second.normalize('NFD');
      const tone = tones.find((mark) => parts.includes(mark));
      if (!tone || !'oa oe uy'.includes(first + parts[0])) return whole;
      return (first + tone + parts.replace(tone, '')).normalize('NFC');
    },
  );
}
