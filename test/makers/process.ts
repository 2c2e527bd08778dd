/** What the form of the council rules sends. */
export const councilRules = {
  number: '12/QC-HĐ',
  issued_on: '2026-06-15',
  mergeRule: 'meanPerPart',
  spreadLimit: 8,
  quorumOf: 2,
  quorumOutOf: 3,
  chairRequired: 'on',
  minimumTest: 'lowest',
  minimaEffect: 'capStar',
  decimals: 2,
  ministryOnMissedMinimum: 'recognise',
  opinionDays: 7,
  planRequired: 'on',
};
