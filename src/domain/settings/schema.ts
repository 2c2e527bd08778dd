import { z } from 'zod';
import { oneOf, optional, text, whole } from '#kernel/fields';

type Setting<S extends z.ZodType = z.ZodType> = {
  shape: S;
  /** What holds until an administrator says something else. */
  usual: z.output<S>;
  /** How a form asks for it. */
  input: 'text' | 'long' | 'number';
};
const setting = <S extends z.ZodType>(shape: S, usual: NoInfer<z.output<S>>, input: Setting['input']): Setting<S> => ({
  shape,
  usual,
  input,
});

/** Every setting that an administrator edits; the label is the message `settings.label.<name>`. */
export const settings = {
  /** Who runs this register: signs mails, stands on the page "about". */
  office_name: setting(optional(text(200)), null, 'text'),
  /** Address, e-mail, hours: lines as people read them. */
  office_contact: setting(optional(text(600)), null, 'long'),
  /** Whom people call who cannot sign in or do not understand what they read. */
  help_phone: setting(optional(text(60)), null, 'text'),
  /** The name that mails come from; the address is the operator's (MAIL_FROM). */
  mail_sender: setting(text(100), 'OpenOCOP', 'text'),
  /** Days before its end that people are told of what has no lead of its own, such as a contract. */
  notice_days: setting(whole(1, 365), 60, 'number'),
} as const;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as [SettingName, ...SettingName[]];
export type Settings = { [N in SettingName]: z.output<(typeof settings)[N]['shape']> };

/** `version` is the one that the form was opened with; 0: nobody has changed the setting yet. */
export const ChangeSetting = z.strictObject({
  name: oneOf(settingNames),
  version: whole(0, 1_000_000),
  value: z.union([z.string(), z.number()]).default(''),
});
