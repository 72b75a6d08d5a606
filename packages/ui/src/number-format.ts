/** `1,204`. */
export const formatCount = (count: number): string => count.toLocaleString("en-US");

/** `1 account`, `1,204 accounts`. */
export function formatAmount(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
