import type { Ctx, Locale } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import { currentSettings } from '#domain/settings/queries';
import type { Settings } from '#domain/settings/schema';
import { type Params, pathOf, type Room } from './rules.ts';
import { wordsOf } from './words.ts';

export type ToWrite = {
  kind: string;
  subject_kind: string;
  subject_id: string;
  room: Room;
  params: Params;
  name: string;
  language: string | null;
};

export type Letter = { subject: string; text: string };

/** The mails of these notices as plain text, each in the language of its reader, with the link to the thing. */
export async function lettersOf(ctx: Ctx, notices: readonly ToWrite[]): Promise<Letter[]> {
  const localeOf = ({ language }: ToWrite): Locale => (language === 'en' ? 'en' : 'vi');
  const saidIn = (locale: Locale) =>
    notices.some((notice) => localeOf(notice) === locale) ? wordsOf(ctx, notices, locale) : [];
  const [settings, vi, en] = await Promise.all([currentSettings(ctx), saidIn('vi'), saidIn('en')]);
  const said = { vi, en };
  return notices.map((notice, i) => {
    const locale = localeOf(notice);
    return letter(ctx, notice, said[locale][i]!, settings, locale);
  });
}

/** A name with line ends in it would write paragraphs of its own into our mails. */
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

function letter(ctx: Ctx, notice: ToWrite, said: string, settings: Settings, locale: Locale): Letter {
  const to = (path: string) => `${ctx.runtime.config.publicUrl}${locale === 'en' ? '/en' : ''}${path}`;
  const line = (key: string, params: Record<string, string> = {}) => sentence(key, params, locale);
  const foot = [
    settings.office_name ?? 'OpenOCOP',
    settings.office_contact,
    settings.help_phone && line('notices.mail_help', { phone: settings.help_phone }),
  ];
  said = oneLine(said);
  const text = [
    line('notices.mail_hello', { name: oneLine(notice.name) }),
    said,
    line('notices.mail_open', { url: to(pathOf(notice)) }),
    foot.filter(Boolean).join('\n'),
    line('notices.mail_why', { url: to('/account') }),
  ];
  return { subject: `OpenOCOP: ${said}`, text: `${text.join('\n\n')}\n` };
}
