import { AppError } from "@rolecall/domain";

/** Of 0 to 4: `safely unguessable`, more than 10^8 guesses. Who guesses over the network is slowed down far below that. */
const LEAST_SCORE = 3;
/** Longer passwords are not weaker for what comes behind, and estimating them costs time. */
const ESTIMATED_CHARACTERS = 100;

async function makeEstimator() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}

/** Fewer letters than these, beside what everybody knows, are no password. */
const LEAST_OWN_LETTERS = 4;

/** Whether a password is what everybody knows of the person, with a year or a mark or two added. */
function isKnown(password: string, words: readonly string[]): boolean {
  const own = words.reduce((rest, word) => rest.replaceAll(word.toLowerCase(), ""), password.toLowerCase());
  return own.length < password.length && own.replace(/[^\p{L}]/gu, "").length < LEAST_OWN_LETTERS;
}

let estimator: ReturnType<typeof makeEstimator> | undefined;

/**
 * Refuses a password that is among the leaked ones, or that one guesses from words, names, keyboards, dates and repetitions.
 *
 * @param about what everybody knows of the person: address, name, organisation
 * @throws AppError INVALID that says what is weak about it, never the password
 */
export async function assertStrongPassword(password: string, about: readonly string[]): Promise<void> {
  estimator ??= makeEstimator();
  const words = about.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2);
  const { score, feedback } = (await estimator).check(password.slice(0, ESTIMATED_CHARACTERS), [...words, "rolecall"]);
  const known = isKnown(password, words);
  if (score >= LEAST_SCORE && !known) return;
  const why = known ? "It is made of your name or your organisation's." : feedback.warning || "It is easy to guess.";
  const message = `This password is too weak. ${why} Take a few words that have nothing to do with each other or with you.`;
  throw new AppError("INVALID", message, { details: { field: "password" } });
}
