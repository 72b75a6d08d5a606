import type { OwnerMatch, OwnerSource } from "@rolecall/domain";

/** Where an owner comes from, in a few words. */
export function sourceInWords(source: OwnerSource): string {
  switch (source.kind) {
    case "plan":
      return "from the plan";
    case "by_hand":
      return `assigned by ${source.by}`;
    case "rule":
      return `by rule ${source.number}`;
    case "tag":
      return `from tag ${source.key}`;
    case "nobody":
      return "no plan, rule or tag names one";
  }
}

/** Which users a rule is for, one condition each. */
export function matchInWords({ userName, pathPrefix, tag, awsAccountIds }: OwnerMatch): string[] {
  return [
    ...(userName === undefined ? [] : [`name ${userName}`]),
    ...(pathPrefix === undefined ? [] : [`path ${pathPrefix}`]),
    ...(tag === undefined
      ? []
      : [tag.value === undefined ? `tag ${tag.key}, any value` : `tag ${tag.key} = ${tag.value}`]),
    ...(awsAccountIds === undefined ? [] : [`account ${awsAccountIds.join(" or ")}`]),
  ];
}
