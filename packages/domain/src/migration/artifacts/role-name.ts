const LONGEST = 64;

/** FNV-1a over UTF-16 units: equal names in, equal digest out, on any machine. */
function digestOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of text) hash = BigInt.asUintN(64, (hash ^ BigInt(unit.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(36).slice(0, 8).padStart(8, "0");
}

/**
 * The name that is proposed for the role which follows a user: the user's name and `-role`. IAM compares names of roles without their case, and
 * a name that had to be changed to fit might meet another one, so that such names end in a digest of the user's name.
 *
 * @returns at most 64 characters, all of them allowed by IAM, never with a hyphen in front, which command lines would take for an option
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function successorRoleName(userName: string): string {
  const plain = userName.replaceAll(/[^\w+=,.@-]/g, "-").replace(/^-+/, "");
  const name = `${plain}-role`;
  if (plain === userName && plain !== "" && name.length <= LONGEST) return name;
  const end = `-${digestOf(userName)}-role`;
  return `${plain.slice(0, LONGEST - end.length) || "user"}${end}`;
}

const LONGEST_SET_NAME = 32;

/**
 * The name of the permission set that follows a user, from the name that its role would have.
 *
 * @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html
 */
export function permissionSetName(roleName: string): string {
  if (roleName.length <= LONGEST_SET_NAME) return roleName;
  return `${roleName.slice(0, LONGEST_SET_NAME - 9)}-${digestOf(roleName)}`;
}
