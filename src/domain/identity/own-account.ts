import { hashPassword } from 'better-auth/crypto';
import { preparedAction } from '#kernel/action';
import { takenLogin, writePerson } from './accounts.ts';
import { setPassword } from './passwords.ts';
import { OpenOwnAccount } from './schema.ts';

const taken = { ...takenLogin, path: 'phone' };

/**
 * Opens an account by a phone number, by whoever says that it is theirs: no message proves it. So the account holds no
 * role and sees nothing but itself until an officer, who has looked at papers, gives it one; and whoever the number
 * really belongs to gets the account at the counter, where every officer helps somebody without a role.
 * @returns the person @throws AppError input.invalid, at `phone` for a number that has an account
 */
export const openOwnAccount = preparedAction(
  {
    name: 'identity.open_own_account',
    input: OpenOwnAccount,
    may: () => true,
    taken: { person_email_key: taken, person_phone_key: taken },
  },
  async (_, input) => {
    const password = await hashPassword(input.password);
    return async (tx) => {
      const person = await writePerson(tx, input.name, input.phone, null);
      await setPassword(tx, person, password);
      return { person };
    };
  },
);
