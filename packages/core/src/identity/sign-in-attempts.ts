import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@rolecall/domain";
import type { Deps } from "../context.ts";
import { verifyPassword } from "./sign-in.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Guesses at one person's password from one address: whoever makes them locks out nobody but themselves. */
const OF_PERSON_FROM_ADDRESS = { name: "sign-in of person from address", attempts: 10, seconds: 15 * MINUTE };
/** Guesses from one address at anybody's password. */
const FROM_ADDRESS = { name: "sign-in from address", attempts: 60, seconds: 15 * MINUTE };
/** Guesses at one person's password from anywhere: beyond these each answer takes longer, and none is refused. */
const OF_PERSON = { name: "sign-in of person", attempts: 20, seconds: HOUR };

const SLOWER_BY_MS = 250;
const SLOWEST_MS = 5_000;

/** How long an answer is held back after so many guesses at a person's password from anywhere. */
export const slowDownMs = (guesses: number): number =>
  Math.min(SLOWEST_MS, Math.max(0, guesses - OF_PERSON.attempts) * SLOWER_BY_MS);

const tooMany = (seconds: number): AppError =>
  new AppError("TOO_MANY", `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`, {
    details: { seconds },
  });

/**
 * Checks a password as a visitor gives it. Guessing is slowed down by address and by account, and never by a lock that a stranger could
 * turn on somebody else: the counters live in the database, so that a restart forgives nothing. Who has no account is answered alike.
 *
 * @param address the network address that the attempt came from, as far as the proxies that are trusted tell it
 * @param pause holds the answer back
 * @returns null if there is no such person or the password is wrong
 * @throws AppError TOO_MANY with `details.seconds`, for attempts from this address
 */
export async function attemptSignIn(
  deps: Deps,
  input: { email: string; password: string; address: string },
  pause: (ms: number) => Promise<unknown> = delay,
): Promise<{ personId: string } | null> {
  const { password, address } = input;
  const email = input.email.trim().toLowerCase();
  const pair = `${email}\n${address}`;
  const { attempts } = deps.db;
  const [ofPair, fromAddress] = await Promise.all([
    attempts.count(OF_PERSON_FROM_ADDRESS, pair),
    attempts.count(FROM_ADDRESS, address),
  ]);
  const waitSeconds = Math.max(ofPair.waitSeconds, fromAddress.waitSeconds);
  if (waitSeconds > 0) throw tooMany(waitSeconds);
  const ofPerson = await attempts.count(OF_PERSON, email);
  const held = slowDownMs(ofPerson.attempts);
  if (held > 0) await pause(held);
  const person = await verifyPassword(deps, { email, password });
  if (person) await Promise.all([attempts.forget(OF_PERSON_FROM_ADDRESS, pair), attempts.forget(OF_PERSON, email)]);
  return person;
}
