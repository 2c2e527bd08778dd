/** A place on the map: degrees in, units of the drawing out. */
export type Point = { lon: number; lat: number };

/**
 * An equirectangular projection of the points into a drawing `width` wide with `margin` around, true to scale at
 * their middle latitude. @returns the height of the drawing and where a point lies
 */
export function project(
  points: readonly Point[],
  width: number,
  margin: number,
): { height: number; at: (point: Point) => { x: number; y: number } } {
  const lons = points.map(({ lon }) => lon);
  const lats = points.map(({ lat }) => lat);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (width - 2 * margin) / Math.max((east - west) * narrow, 1e-9);
  return {
    height: Math.round((north - south) * scale + 2 * margin),
    at: ({ lon, lat }) => ({
      x: Math.round(margin + (lon - west) * narrow * scale),
      y: Math.round(margin + (north - lat) * scale),
    }),
  };
}
