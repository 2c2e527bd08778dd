/** True if the subtree of `scope` contains the area of `path`; both are paths such as 'VN/22/06652'. */
export const covers = (scope: string, path: string): boolean => path === scope || path.startsWith(`${scope}/`);
