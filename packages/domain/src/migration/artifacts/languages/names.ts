/** The name of an owner's value, such as REPOSITORY_ID, in the manner of each language. */
const words = (name: string): string[] => name.toLowerCase().split("_");
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

export const snakeCase = (name: string): string => name.toLowerCase();
export const pascalCase = (name: string): string => words(name).map(capital).join("");
export const camelCase = (name: string): string =>
  words(name)
    .map((word, index) => (index === 0 ? word : capital(word)))
    .join("");

/** Part of a file's or a stack's name: letters, digits and single hyphens. */
export const slug = (text: string): string =>
  text
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60) || "user";
