/** True if the subtree of `scope` contains the area of `path`; both are paths such as 'VN/22/06652'. */
export const covers = (scope: string, path: string): boolean => path === scope || path.startsWith(`${scope}/`);

export type Level = 'country' | 'province' | 'district' | 'commune';
export type Extent = 'whole' | 'part' | 'area_without_residents' | 'part_with_all_residents';

/** A line of data/areas/units.csv. `from` and `to` are days or empty. */
export type UnitLine = {
  code: string;
  level: Level;
  name: string;
  type: string;
  parent: string;
  from: string;
  to: string;
};

/** A unit as it is stored: with the id given once, and the ids from the root down. */
export type Unit = {
  id: string;
  code: string;
  level: Level;
  name: string;
  type: string;
  parent: string | null;
  path: string;
  from: string | null;
  to: string | null;
};

/** What tells a unit apart from others that bore its code: the level, and the day it began. */
export const unitKey = ({ level, code, from }: { level: string; code: string; from: string | null }): string =>
  `${level}/${code}/${from ?? ''}`;

/**
 * Gives each unit its id and its path. A unit that was loaded before keeps its id whatever a reform makes of it. A new
 * one has its code as id while it is in force and nobody else bears it, else `code~year`, because a code can name two
 * units in time. A parent is looked for among the units of the same period.
 * @param known the ids given before, by `unitKey`
 */
export function placeUnits(lines: readonly UnitLine[], known: ReadonlyMap<string, string> = new Map()): Unit[] {
  const given = new Set(known.values());
  const idOf = (line: UnitLine) => {
    const before = known.get(unitKey(line));
    if (before) return before;
    if (line.to) return `${line.code}~${line.to.slice(0, 4)}`;
    return given.has(line.code) ? `${line.code}~${line.from.slice(0, 4)}` : line.code;
  };
  const byCode = new Map<string, UnitLine[]>();
  for (const line of lines) byCode.set(line.code, [...(byCode.get(line.code) ?? []), line]);
  const parentOf = (line: UnitLine) => {
    const candidates = (byCode.get(line.parent) ?? []).filter((one) => one.level !== 'commune');
    return (
      candidates.find((one) => one.from === line.from && one.to === line.to) ??
      candidates.find((one) => !one.to === !line.to) ??
      candidates[0]
    );
  };
  const pathOf = (line: UnitLine): string => {
    const parent = parentOf(line);
    return parent ? `${pathOf(parent)}/${idOf(line)}` : `VN/${idOf(line)}`;
  };
  return lines.map((line) => {
    const parent = parentOf(line);
    return {
      id: idOf(line),
      code: line.code,
      level: line.level,
      name: line.name,
      type: line.type,
      parent: parent ? idOf(parent) : 'VN',
      path: pathOf(line),
      from: line.from || null,
      to: line.to || null,
    };
  });
}

/**
 * The units that an old address can lie in today: those with residents of the old one; when one of them took all the
 * residents, that one alone. Never a guess among several: the person is asked.
 */
export function homesOf<T extends { extent: Extent }>(successors: readonly T[]): T[] {
  const inhabited = successors.filter(({ extent }) => extent !== 'area_without_residents');
  const all = inhabited.filter(({ extent }) => extent === 'part_with_all_residents' || extent === 'whole');
  return all.length ? all : inhabited;
}

/** The lines of a comma-separated file without quoting, as records by its header. */
export function parseCsv(text: string): Record<string, string>[] {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
  });
}

// Words of the type of a unit that people write before its name, folded; the longer first. "thanh pho" can be a
// province, a district or, since 2025, nothing at all.
const levelWords: Record<string, Level> = {
  'thi tran': 'commune',
  'dac khu': 'commune',
  phuong: 'commune',
  xa: 'commune',
  tt: 'commune',
  p: 'commune',
  x: 'commune',
  'thi xa': 'district',
  huyen: 'district',
  quan: 'district',
  tx: 'district',
  h: 'district',
  q: 'district',
  tinh: 'province',
  t: 'province',
};
const typeWords = ['thanh pho', 'tp', ...Object.keys(levelWords)].toSorted((a, b) => b.length - a.length);

/** The folded name in a folded place such as "xa quang minh": "quang minh". */
export function bareName(folded: string): string {
  const word = typeWords.find((one) => folded.startsWith(`${one} `));
  return word ? folded.slice(word.length + 1) : folded;
}

/** The level that the word before a folded name tells ("huyen ba che": district); null if it tells none. */
export function levelIn(folded: string): Level | null {
  const word = typeWords.find((one) => folded.startsWith(`${one} `));
  return (word ? levelWords[word] : undefined) ?? null;
}
