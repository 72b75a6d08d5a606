import { commented } from "../languages/comments.ts";
import { option, word } from "../languages/shell.ts";
import { answerOf, type Client, type ClientFiles, clientFile, clientScript } from "./client-file.ts";

const inRegion = (client: Client): string => option("--region", answerOf(client, "REGION"));

const KEYSPACES_HOSTS = { aws: "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-us-gov": "amazonaws.com" } as const;

export const SES: ClientFiles = (client) => [
  clientScript(
    "send-by-the-api.sh",
    [
      "SMTP of SES takes no temporary credentials, so that its password hangs on a user's key. The API does: a program that calls SendEmail can have a role, and the user can go.",
      "The role needs ses:SendEmail and ses:SendRawEmail on the identity, with the condition ses:FromAddress. SDKs have it as SendEmail of SES v2.",
      "Where the program speaks nothing but SMTP, the user stays, by an exception with an end, and its key is rotated.",
    ],
    `# Run it with the role, to see that it may send.
from=${word(answerOf(client, "FROM_ADDRESS"))}
aws sesv2 send-email ${inRegion(client)} --from-email-address "$from" --destination ToAddresses=success@simulator.amazonses.com \\
  --content 'Simple={Subject={Data=Test},Body={Text={Data=Test}}}'`,
  ),
];

export const KEYSPACES: ClientFiles = (client) => [
  clientFile(
    "application.conf",
    "conf",
    `${commented(
      "#",
      "Configuration of the Java driver 4 of Cassandra with the plugin software.aws.mcs:aws-sigv4-auth-cassandra-java-driver-plugin.",
      "It signs with the credentials of the SDK, such as a role's, in place of a user name and password. There are plugins for Python, Node.js and Go too.",
      "Way back: PlainTextAuthProvider with the old user name and password.",
    )}
datastax-java-driver {
  basic.contact-points = [ ${JSON.stringify(`cassandra.${answerOf(client, "REGION")}.${KEYSPACES_HOSTS[client.input.partition]}:9142`)} ]
  basic.load-balancing-policy {
    class = DefaultLoadBalancingPolicy
    local-datacenter = ${JSON.stringify(answerOf(client, "REGION"))}
  }
  advanced.auth-provider {
    class = software.aws.mcs.auth.SigV4AuthProvider
    aws-region = ${JSON.stringify(answerOf(client, "REGION"))}
  }
  advanced.ssl-engine-factory {
    class = DefaultSslEngineFactory
    hostname-validation = true
  }
}`,
  ),
];

export const CODECOMMIT: ClientFiles = (client) => [
  clientScript(
    "use-git-remote-codecommit.sh",
    [
      "Git signs in to CodeCommit by the credentials of the AWS CLI, such as a role's or those of Identity Center, in place of a password or an SSH key of the user.",
      "Run it in the working copy. It needs Python and Git. Way back: git remote set-url origin with the address that it prints first.",
    ],
    `git remote get-url origin
pip install git-remote-codecommit
git remote set-url origin ${word(`codecommit::${answerOf(client, "REGION")}://${answerOf(client, "REPOSITORY")}`)}
git fetch origin`,
  ),
];

export const API_KEY: ClientFiles = (client) => {
  const user = option("--user-name", client.input.user.userName);
  return [
    clientFile(
      "short-term-key.sh",
      "sh",
      `#!/bin/sh
${commented(
  "#",
  "A short-term key of Bedrock is made from the credentials of a role, and ends with them, after twelve hours at most. SDKs need no key at all: they sign with the role.",
  "It needs Python and the package aws-bedrock-token-generator. Source it where the program starts.",
)}
AWS_BEARER_TOKEN_BEDROCK=$(AWS_REGION=${word(answerOf(client, "REGION"))} python3 -c 'from aws_bedrock_token_generator import provide_token; print(provide_token())')
export AWS_BEARER_TOKEN_BEDROCK

# Where the user stays, its next key gets an end. This prints a secret, once:
#   aws iam create-service-specific-credential ${user} --service-name bedrock.amazonaws.com --credential-age-days 90`,
    ),
  ];
};
