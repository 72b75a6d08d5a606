import type { RoleLastUsed, Tag as SdkTag } from "@aws-sdk/client-iam";
import type { LastUse, UserFact } from "@rolecall/domain";

/** What users and roles have in common in all of IAM's answers. */
type Entity = {
  Arn?: string;
  Path?: string;
  CreateDate?: Date;
  Tags?: readonly SdkTag[];
  PermissionsBoundary?: { PermissionsBoundaryArn?: string };
};

/** An identity without its id cannot be told from others: a page that holds one is taken as not answered. */
export const isIdentified = (id: string | undefined, { Arn, CreateDate }: Entity): boolean =>
  Boolean(id && Arn && CreateDate);

export function identityOf(entity: Entity) {
  const arn = entity.Arn ?? "";
  return {
    arn,
    path: entity.Path ?? pathOfArn(arn),
    createdAt: entity.CreateDate ?? new Date(Number.NaN),
    tags: tagsOf(entity.Tags),
    permissionsBoundaryArn: entity.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
  };
}

/** `/team/` of `arn:aws:iam::111122223333:user/team/ada`: implementations may leave the path itself out. */
const pathOfArn = (arn: string): string => /:(?:user|role)(\/.*?)[^/]*$/.exec(arn)?.[1] ?? "/";

export const tagsOf = (tags: readonly SdkTag[] | undefined): UserFact["tags"] =>
  (tags ?? []).map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" }));

export const policyArnsOf = (attached: readonly { PolicyArn?: string }[] | undefined): string[] =>
  (attached ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []);

/** AWS answers with an empty element for a role without use: no element at all is told by nobody who tracks it. */
export function roleLastUse(lastUsed: RoleLastUsed | undefined): LastUse {
  if (!lastUsed) return { kind: "unknown", reason: "The implementation behind the endpoint does not tell it" };
  if (!lastUsed.LastUsedDate) return { kind: "never" };
  return { kind: "at", at: lastUsed.LastUsedDate, service: null, region: lastUsed.Region ?? null };
}
