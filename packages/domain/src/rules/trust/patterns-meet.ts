/** What somebody has to fill in, in a policy that is recommended. */
const PLACEHOLDER = /REPLACE-WITH-[A-Z-]*[A-Z]/g;

const isSameLetter = (one: string, other: string): boolean => one === other || one === "?" || other === "?";

type Cell = {
  left: string | undefined;
  right: string | undefined;
  skipsLeft: boolean;
  skipsRight: boolean;
  next: boolean;
};

function meetsAt({ left, right, skipsLeft, skipsRight, next }: Cell): boolean {
  if (left === "*" || right === "*") return (left !== undefined && skipsLeft) || (right !== undefined && skipsRight);
  if (left === undefined || right === undefined) return left === right;
  return isSameLetter(left, right) && next;
}

/** Whether some text fits two patterns of IAM, whatever is put in the place of what is to be filled in. */
export function patternsMeet(one: string, other: string): boolean {
  const [a, b] = [one, other].map((pattern) => [...pattern.replaceAll(PLACEHOLDER, "*")]) as [string[], string[]];
  // Of each place in `a`, from its end on: for each place in `b` whether what follows both meets.
  let below: boolean[] = [];
  for (let at = a.length; at >= 0; at--) {
    const row: boolean[] = [];
    for (let of = b.length; of >= 0; of--)
      row[of] = meetsAt({
        left: a[at],
        right: b[of],
        skipsLeft: below[of] ?? false,
        skipsRight: row[of + 1] ?? false,
        next: below[of + 1] ?? false,
      });
    below = row;
  }
  return below[0] === true;
}
