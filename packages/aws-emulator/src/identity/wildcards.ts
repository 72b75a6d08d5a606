const compiled = new Map<string, RegExp>();
const MAX_COMPILED = 5_000;

/** Whether a text matches a pattern of IAM: `*` is any run of characters, `?` any one. */
export function matchesWildcard(pattern: string, text: string, { ignoreCase = false } = {}): boolean {
  if (pattern === "*") return true;
  const id = `${ignoreCase ? "i" : "c"}${pattern}`;
  let expression = compiled.get(id);
  if (!expression) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    expression = new RegExp(`^${source}$`, ignoreCase ? "is" : "s");
    compiled.set(id, expression);
  }
  return expression.test(text);
}

const ARN_PARTS = 6;

/** Whether an ARN matches a pattern part by part, so that a wildcard does not run over a colon. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patternParts = splitArn(pattern);
  const arnParts = splitArn(arn);
  if (patternParts.length !== ARN_PARTS || arnParts.length !== ARN_PARTS) return pattern === "*" || pattern === arn;
  return patternParts.every((part, index) => matchesWildcard(part, arnParts[index]!));
}

/** The last part of an ARN may hold colons itself. */
function splitArn(arn: string): string[] {
  const parts = arn.split(":");
  return [
    ...parts.slice(0, ARN_PARTS - 1),
    ...(parts.length >= ARN_PARTS ? [parts.slice(ARN_PARTS - 1).join(":")] : []),
  ];
}
