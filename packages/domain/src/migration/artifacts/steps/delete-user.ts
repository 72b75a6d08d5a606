import { option } from "../languages/shell.ts";
import { commandsOf, inOrder, listCommands } from "./credential-commands.ts";
import type { Step, StepInput } from "./step.ts";

/** An app on a telephone is a resource of its own, which stays behind unless it is deleted too. */
const isVirtual = (serialNumber: string): boolean => /^arn:.*:mfa\//.test(serialNumber);

function mfaCommands(user: string, serialNumbers: StepInput["mfaSerialNumbers"]): string[] {
  if (serialNumbers === null) {
    return [
      `for serial in $(aws iam list-mfa-devices ${user} --query 'MFADevices[].SerialNumber' --output text); do aws iam deactivate-mfa-device ${user} --serial-number "$serial"; done`,
    ];
  }
  return serialNumbers.flatMap((serialNumber) => [
    `aws iam deactivate-mfa-device ${user} ${option("--serial-number", serialNumber)}`,
    ...(isVirtual(serialNumber)
      ? [`aws iam delete-virtual-mfa-device ${option("--serial-number", serialNumber)}`]
      : []),
  ]);
}

/** Everything that DeleteUser demands to be gone, in a safe order, and then the user. */
export function deleteUser(input: StepInput): Step {
  const user = option("--user-name", input.userName);
  const credentials =
    input.credentials === null
      ? listCommands(user)
      : inOrder(input.credentials).flatMap((credential) => {
          const found = commandsOf(credential, user);
          return found?.delete ?? found?.deactivate ?? [];
        });
  const unread =
    input.credentials === null ? " Its credentials could not be read: delete each that the first commands show." : "";
  return {
    sentence: `Delete the user. AWS refuses while anything hangs on it, so that goes first. There is no way back: a user of the same name would be another one, with another id, and policies that name this one lose it.${unread}`,
    commands: [
      ...credentials,
      ...mfaCommands(user, input.mfaSerialNumbers),
      ...input.inlinePolicyNames.map((name) => `aws iam delete-user-policy ${user} ${option("--policy-name", name)}`),
      ...input.attachedPolicyArns.map((arn) => `aws iam detach-user-policy ${user} ${option("--policy-arn", arn)}`),
      ...input.groupNames.map((name) => `aws iam remove-user-from-group ${user} ${option("--group-name", name)}`),
      ...(input.hasPermissionsBoundary ? [`aws iam delete-user-permissions-boundary ${user}`] : []),
      `aws iam delete-user ${user}`,
    ],
    wayBack: null,
  };
}
