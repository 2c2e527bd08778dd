import { redirect } from '@sveltejs/kit';
import { AppError } from '#kernel/errors';
import { localizeHref } from '#paraglide/runtime';

/** Back to the page of signing in, which says why the provider did not help; the password is asked for there. */
export const toSignIn =
  (locale: 'vi' | 'en') =>
  (error: unknown): never => {
    const reason = error instanceof AppError ? String(error.details.reason ?? '') : '';
    if (!reason.startsWith('identity.provider_')) throw error;
    redirect(303, `${localizeHref('/sign-in', { locale })}?provider=${reason.slice('identity.provider_'.length)}`);
  };
