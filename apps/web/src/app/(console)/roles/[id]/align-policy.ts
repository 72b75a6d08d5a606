type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A document with its keys in the order of another one, so that a comparison by lines shows changes and not moves. Keys that the
 * other document does not have come last, in their own order.
 */
export function alignedTo(pattern: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    const patterns: readonly unknown[] = Array.isArray(pattern) ? pattern : [pattern];
    return value.map((item, index) => alignedTo(patterns[index], item));
  }
  if (!isObject(value)) return value;
  if (Array.isArray(pattern)) return alignedTo(pattern[0], value);
  const known = isObject(pattern) ? pattern : {};
  const keys = [
    ...Object.keys(known).filter((key) => Object.hasOwn(value, key)),
    ...Object.keys(value).filter((key) => !Object.hasOwn(known, key)),
  ];
  return Object.fromEntries(keys.map((key) => [key, alignedTo(known[key], value[key])]));
}
