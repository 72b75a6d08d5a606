/** JSON that does not depend on the order of keys, so that content read twice is equal. */
export const canonicalJson = (content: unknown): string =>
  JSON.stringify(content, (_key, value: unknown) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const isRecord = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Whether two values are equal part by part. What JSON writes in its own way, such as instants, is not looked into. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}

const isText = (value: unknown): boolean => typeof value === "string" || typeof value === "boolean";

/** Whether two values are the same in JSON, in whatever order their keys are. */
export function isSame(a: unknown, b: unknown): boolean {
  if (isEqual(a, b)) return true;
  // Most of what is compared is the same. What is not is told by JSON, unless it has no two ways to write it.
  return !(isText(a) && isText(b)) && canonicalJson(a) === canonicalJson(b);
}
