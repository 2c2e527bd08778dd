/** Each error code owns one HTTP status; its sentence is the message `errors.<code>`. */
const statuses = {
  'input.invalid': 422,
  'input.unreadable': 400,
  'input.too_large': 413,
  'sign_in.needed': 401,
  'sign_in.wrong': 422,
  refused: 403,
  'refused.foreign': 403,
  moved: 301,
  not_found: 404,
  'version.stale': 409,
  'state.conflict': 409,
  'limit.reached': 429,
  'link.spent': 410,
  'upload.offset': 409,
  'storage.full': 507,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof statuses;

/** What is wrong with one field: `key` names the sentence, `params` fill it. `path` is the dotted name of the field. */
export type Issue = { path: string; key: string; params?: Record<string, string | number> };

/** The one error of the product: a stable code, the status that goes with it, and what the sentence needs. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly details: Record<string, unknown>;

  /** @param details what the reader is told besides the sentence (for `version.stale`: who, when, both values) */
  constructor(code: ErrorCode, given: { issues?: readonly Issue[]; details?: Record<string, unknown> } = {}) {
    super(
      given.issues?.length ? `${code}: ${given.issues.map((issue) => `${issue.path} ${issue.key}`).join(', ')}` : code,
    );
    this.name = 'AppError';
    this.code = code;
    this.status = statuses[code];
    this.issues = given.issues ?? [];
    this.details = given.details ?? {};
  }
}

/** What an operator can mend: its sentence says how, and is all that the process prints before it ends. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** The error of one field, for rules that a schema cannot know. */
export const fieldError = (path: string, key: string, params?: Issue['params']) =>
  new AppError('input.invalid', { issues: [{ path, key, ...(params && { params }) }] });
