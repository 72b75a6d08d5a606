import { commented, oneLine } from "../languages/comments.ts";
import { slug } from "../languages/names.ts";
import { option } from "../languages/shell.ts";
import { permissionSetName } from "../role-name.ts";
import { answerOf, type ClientFiles, clientFile, clientScript } from "./client-file.ts";

export const IDENTITY_CENTER_CLIENT: ClientFiles = (client) => {
  const { role, awsAccountId, user } = client.input;
  return [
    clientFile(
      "aws-config.ini",
      "ini",
      `${commented(
        "#",
        "Part of ~/.aws/config of the person; aws configure sso asks for the same. Then: aws sso login",
        "Delete the old profile from ~/.aws/credentials in the same step, as it comes first. Way back: put it in again.",
        "A tool that cannot read it gets its credentials by: aws configure export-credentials",
      )}
[default]
sso_session = work
sso_account_id = ${awsAccountId}
sso_role_name = ${permissionSetName(oneLine(role.roleName))}

[sso-session work]
sso_start_url = ${answerOf(client, "START_URL")}
sso_region = ${answerOf(client, "SSO_REGION")}
sso_registration_scopes = sso:account:access`,
    ),
    clientFile(
      "to-the-person.txt",
      "txt",
      `You sign in to account ${awsAccountId} by IAM Identity Center from now on, and no longer as the IAM user ${oneLine(user.userName)}.

1. Console: open ${answerOf(client, "START_URL")}, choose account ${awsAccountId} and ${permissionSetName(oneLine(role.roleName))}.
2. Command line: put aws-config.ini into ~/.aws/config, delete the old profile from ~/.aws/credentials, and run: aws sso login
3. See that it works: aws sts get-caller-identity
4. Say so where something is missing. Until your old password and keys are taken away they still work.`,
    ),
  ];
};

export const SAML_CLIENT: ClientFiles = (client) => {
  const { partition, awsAccountId } = client.input;
  const provider = `arn:${partition}:iam::${awsAccountId}:saml-provider/${answerOf(client, "PROVIDER")}`;
  return [
    clientFile(
      "claims-of-the-identity-provider.txt",
      "txt",
      `Attributes that the identity provider sends in its assertion, for the people who get this role:

https://aws.amazon.com/SAML/Attributes/Role
${oneLine(client.roleArn)},${provider}

https://aws.amazon.com/SAML/Attributes/RoleSessionName
the person's e-mail address, so that CloudTrail shows who it was

https://aws.amazon.com/SAML/Attributes/SessionDuration
${client.input.role.maxSessionDurationSeconds}`,
    ),
  ];
};

export const THIRD_PARTY: ClientFiles = (client) => [
  clientFile(
    "fields-of-the-vendors-form.txt",
    "txt",
    `What to type into the vendor's form, in place of the access key:

Role ARN:      ${oneLine(client.roleArn)}
External ID:   ${answerOf(client, "EXTERNAL_ID")}
Account:       ${client.input.awsAccountId}
Region:        ${answerOf(client, "REGION")}

The External ID comes from the vendor, who has to use one for each customer. Where the form shows another one, take that, and run the artefact of the role again.
Delete the access key from the form after the vendor's first successful test. Way back: type the key in again.`,
  ),
];

export const BREAK_GLASS: ClientFiles = (client) => {
  const { userName } = client.input.user;
  const user = option("--user-name", userName);
  return [
    clientScript(
      `guard-${slug(userName)}.sh`,
      [
        `The user ${userName} stays for emergencies: a password, a hardware MFA device, no access keys, and an alarm at each use.`,
        "A passkey or FIDO2 key is registered in the console alone: IAM, Users, Security credentials, Assign MFA device.",
        "The alarm is made by the other formats. Test it, and the sign-in, once in a quarter.",
      ],
      `# A serial number that begins with arn: and has :mfa/ is an app on a telephone, which does not do here.
aws iam list-mfa-devices ${user} --query 'MFADevices[].SerialNumber' --output text

# A hardware token is enabled with two codes that follow each other:
#   aws iam enable-mfa-device ${user} --serial-number SERIAL --authentication-code1 CODE --authentication-code2 CODE

# There should be no access key.
aws iam list-access-keys ${user} --query 'AccessKeyMetadata[].[AccessKeyId,Status]' --output text`,
    ),
  ];
};
