import { commented } from "../languages/comments.ts";
import { option, word } from "../languages/shell.ts";
import { yaml } from "../languages/yaml.ts";
import { answerOf, type Client, type ClientFiles, clientFile, clientScript } from "./client-file.ts";

const inRegion = (client: Client): string => option("--region", answerOf(client, "REGION"));
const json = (structure: unknown): string => JSON.stringify(structure, null, 2);

const KEYS_FIRST = "A key that is still set comes before the role: unset it in the same release.";

export const EC2: ClientFiles = (client) => {
  const { roleName, isExisting } = client.input.role;
  const role = option("--role-name", roleName);
  const find = isExisting
    ? `profile=$(aws iam list-instance-profiles-for-role ${role} --query 'InstanceProfiles[0].InstanceProfileName' --output text)
# None: the role has no instance profile. aws iam create-instance-profile and add-role-to-instance-profile make one.
[ "$profile" != None ]`
    : `profile=${word(roleName)}`;
  const launchTemplate = {
    IamInstanceProfile: { Name: roleName },
    MetadataOptions: { HttpTokens: "required", HttpEndpoint: "enabled", HttpPutResponseHopLimit: 1 },
  };
  return [
    // Of a role that exists the instance profile may have another name.
    ...(isExisting ? [] : [clientFile("launch-template-data.json", "json", json(launchTemplate))]),
    clientScript(
      "switch-over.sh",
      [
        "Gives the role to the instance that runs, and asks for IMDSv2. New instances get it by their launch template.",
        KEYS_FIRST,
        "Containers on the instance need a hop limit of 2.",
      ],
      `${find}
instance=${word(answerOf(client, "INSTANCE_ID"))}
# Fails where the instance has a profile already: aws ec2 replace-iam-instance-profile-association then changes it.
aws ec2 associate-iam-instance-profile ${inRegion(client)} --instance-id "$instance" --iam-instance-profile "Name=$profile"
aws ec2 modify-instance-metadata-options ${inRegion(client)} --instance-id "$instance" --http-tokens required

# On the instance: unset the key, restart the program, and see who it is.
#   aws sts get-caller-identity
# Way back: set the key again. Its environment comes before the role.`,
    ),
  ];
};

export const LAMBDA: ClientFiles = (client) => {
  const name = option("--function-name", answerOf(client, "FUNCTION_NAME"));
  return [
    clientScript(
      "switch-over.sh",
      [
        "Gives the role to the function. It replaces the execution role that the function has: see first that the new one covers its logs too.",
        "Lambda sets the role's credentials in the function's environment by itself.",
      ],
      `# The way back needs the role of today.
aws lambda get-function-configuration ${inRegion(client)} ${name} --query Role --output text
aws lambda update-function-configuration ${inRegion(client)} ${name} ${option("--role", client.roleArn)}
aws lambda wait function-updated ${inRegion(client)} ${name}

# Then take the key out of the function's own variables. The command sets all of them, so that the others have to be named too:
#   aws lambda get-function-configuration ... --query Environment.Variables
#   aws lambda update-function-configuration ... --environment file://variables.json
# Way back: update-function-configuration --role with the role from above, and the variables with the key.`,
    ),
  ];
};

export const ECS: ClientFiles = (client) => {
  const family = answerOf(client, "TASK_FAMILY");
  const service = `${option("--cluster", answerOf(client, "CLUSTER"))} ${option("--service", answerOf(client, "SERVICE"))}`;
  return [
    clientFile("task-definition-fragment.json", "json", json({ family, taskRoleArn: client.roleArn })),
    clientScript(
      "switch-over.sh",
      [
        "Registers a revision of the task definition with the task role, and lets the service run it. It needs jq.",
        "The variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are taken out of its containers, as they come before the role.",
      ],
      `work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The way back needs the revision of today.
aws ecs describe-services ${inRegion(client)} ${option("--cluster", answerOf(client, "CLUSTER"))} ${option("--services", answerOf(client, "SERVICE"))} --query 'services[0].taskDefinition' --output text
aws ecs describe-task-definition ${inRegion(client)} ${option("--task-definition", family)} --query taskDefinition >"$work/now.json"
jq --arg role ${word(client.roleArn)} '
  def kept: map(select(.name | IN("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") | not));
  del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)
  | .taskRoleArn = $role
  | .containerDefinitions |= map(.environment = ((.environment // []) | kept) | .secrets = ((.secrets // []) | kept))
' "$work/now.json" >"$work/next.json"
revision=$(aws ecs register-task-definition ${inRegion(client)} --cli-input-json "file://$work/next.json" --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service ${inRegion(client)} ${service} --task-definition "$revision" >/dev/null
# Way back: update-service with the revision from above.`,
    ),
  ];
};

const serviceAccount = (client: Client, annotations?: Record<string, string>): string =>
  yaml({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: answerOf(client, "SERVICE_ACCOUNT"), namespace: answerOf(client, "NAMESPACE"), annotations },
  });

const RESTART =
  "Apply it, unset the key in the pods, and restart them: kubectl rollout restart deployment. Way back: set the key again.";

export const IRSA: ClientFiles = (client) => [
  clientFile(
    "service-account.yml",
    "yml",
    `${commented("#", "The annotation gives the role to pods of the service account.", RESTART)}\n${serviceAccount(client, { "eks.amazonaws.com/role-arn": client.roleArn })}`,
  ),
];

export const POD_IDENTITY_CLIENT: ClientFiles = (client) => [
  clientFile(
    "service-account.yml",
    "yml",
    `${commented(
      "#",
      "Pod Identity needs no annotation: the association names this service account. Pods have to use it by serviceAccountName.",
      "SDKs older than boto3 1.34.41, JavaScript 3.458, Java 2.21.30 or CLI 2.15 do not know Pod Identity.",
      RESTART,
    )}\n${serviceAccount(client)}`,
  ),
  clientScript(
    "see-whether-it-works.sh",
    ["Shows the add-on of the cluster and the association."],
    `aws eks describe-addon ${inRegion(client)} ${option("--cluster-name", answerOf(client, "CLUSTER"))} --addon-name eks-pod-identity-agent --query addon.status --output text
aws eks list-pod-identity-associations ${inRegion(client)} ${option("--cluster-name", answerOf(client, "CLUSTER"))} ${option("--namespace", answerOf(client, "NAMESPACE"))}`,
  ),
];

export const CODEBUILD: ClientFiles = (client) => [
  clientScript(
    "switch-over.sh",
    [
      "Gives the role to the CodeBuild project. See first that it covers the logs and the source of the project too.",
      KEYS_FIRST,
    ],
    `# The way back needs the role of today.
aws codebuild batch-get-projects ${inRegion(client)} ${option("--names", answerOf(client, "PROJECT"))} --query 'projects[0].serviceRole' --output text
aws codebuild update-project ${inRegion(client)} ${option("--name", answerOf(client, "PROJECT"))} ${option("--service-role", client.roleArn)} >/dev/null
# Way back: update-project --service-role with the role from above.`,
  ),
];

export const ROLES_ANYWHERE_CLIENT: ClientFiles = (client) => {
  const { partition, awsAccountId } = client.input;
  const arnOf = (kind: string, id: string): string =>
    `arn:${partition}:rolesanywhere:${answerOf(client, "REGION")}:${awsAccountId}:${kind}/${answerOf(client, id)}`;
  return [
    clientFile(
      "aws-config.ini",
      "ini",
      `${commented(
        "#",
        "Part of ~/.aws/config of the machine. It needs aws_signing_helper, a certificate of the trust anchor and its private key.",
        "The common name of the certificate has to be the one that the role's trust policy names.",
        "Delete the old profile from ~/.aws/credentials in the same step, as it comes first. Way back: put it in again.",
      )}
[default]
region = ${answerOf(client, "REGION")}
credential_process = aws_signing_helper credential-process --certificate /etc/rolesanywhere/certificate.pem --private-key /etc/rolesanywhere/private-key.pem --trust-anchor-arn ${arnOf("trust-anchor", "TRUST_ANCHOR_ID")} --profile-arn ${arnOf("profile", "PROFILE_ID")} --role-arn ${processWord(client.roleArn)}`,
    ),
  ];
};

/** SDKs split credential_process at spaces, and read double quotes. */
const processWord = (text: string): string =>
  /^[\w+=,.@:/-]+$/.test(text) ? text : `"${text.replaceAll(/[\\"]/g, "\\$&")}"`;
