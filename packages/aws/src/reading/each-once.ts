/** Each item once, by what it is one and the same by, at the place where it came first: of several, the last one counts. */
export const eachOnce = <T>(items: Iterable<T>, identityOf: (item: T) => string): T[] => {
  const byIdentity = new Map<string, T>();
  for (const item of items) byIdentity.set(identityOf(item), item);
  return [...byIdentity.values()];
};

/** Of lists of names, numbers of accounts and the like. */
export const itself = (item: string): string => item;
