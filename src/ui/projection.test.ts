import { expect, test } from 'vitest';
import { project } from './projection.ts';

test('north is up, east is right, and the corners lie on the margins', () => {
  const points = [
    { lon: 106.5, lat: 20.9 },
    { lon: 108, lat: 21.6 },
  ];
  const { height, at } = project(points, 600, 40);
  expect([at(points[0]!), at(points[1]!)]).toEqual([
    { x: 40, y: height - 40 },
    { x: 560, y: 40 },
  ]);
});

test('a kilometre is as long eastward as northward', () => {
  const { at } = project(
    [
      { lon: 106, lat: 20 },
      { lon: 108, lat: 22 },
    ],
    1000,
    0,
  );
  const across = at({ lon: 107, lat: 21 }).x - at({ lon: 106, lat: 21 }).x;
  const up = at({ lon: 106, lat: 21 }).y - at({ lon: 106, lat: 22 }).y;
  expect(across / up).toBeCloseTo(Math.cos((21 * Math.PI) / 180), 2);
});
