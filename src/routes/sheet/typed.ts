import type { Answer } from '#domain/criteria/schema';

/** An answer as a form field and the address write it; null for what is none. */
export function readAnswer(value: string): Answer {
  if (/^[0-9]{1,2}$/.test(value)) return Number(value);
  const match = /^([0-9])\.([0-9]{1,2})$/.exec(value);
  return match ? { case: Number(match[1]), option: Number(match[2]) } : null;
}

/** How a form field and the address write an answer. */
export function answerText(answer: Answer): string {
  if (answer === null) return 'none';
  return typeof answer === 'number' ? String(answer) : `${answer.case}.${answer.option}`;
}
