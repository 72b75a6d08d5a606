/** The same list in alphabetical order, so that the order in a document changes nothing that is told of it. */
export const inOrder = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

/** A sentence's first letter. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
