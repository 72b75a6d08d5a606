import { CUSTOMER_ROLE_NAME } from "@rolecall/domain";
import { Failure } from "@rolecall/embedded-postgres";
import { LAB_ACCOUNT } from "@rolecall/example-organisation";
import type { RunningInstance } from "./instance.ts";

/**
 * How to try the wizard by hand on the example: where its AWS listens, whose key is the account's that is not connected, and the
 * commands. Nothing of it is a secret of the installation.
 *
 * @throws Failure if nothing runs, or runs without the example
 */
export function exampleGuide(running: Pick<RunningInstance, "port" | "aws"> | null): string {
  if (!running)
    throw new Failure("The example's AWS runs as long as Rolecall does. Start it in another terminal: npm start");
  const { AWS_ENDPOINT_URL: endpoint } = running.aws;
  if (!endpoint) {
    throw new Failure(
      "Rolecall was started without the example. Start it without ROLECALL_DEMO=off and without an AWS_ENDPOINT_URL of your own.",
    );
  }
  const { awsAccountId, name, administratorAccessKeyId } = LAB_ACCOUNT;
  return `The example's AWS listens at ${endpoint} as long as Rolecall runs.
Account to connect:          ${name} (${awsAccountId})
Its administrator's key:     ${administratorAccessKeyId}, with any secret: the emulator checks whose key it is, not the signature

1. Open http://localhost:${running.port}/connections/new, give the connection a name, and download the AWS CLI script.
2. Run it as the account's administrator, in the folder of the download. It needs AWS CLI 1.29 or 2.13, or newer:

   env -u AWS_PROFILE -u AWS_SESSION_TOKEN AWS_ENDPOINT_URL=${endpoint} AWS_DEFAULT_REGION=us-east-1 \\
     AWS_ACCESS_KEY_ID=${administratorAccessKeyId} AWS_SECRET_ACCESS_KEY=any bash install-rolecall-role.sh

3. Paste the role ARN that it prints into the wizard: arn:aws:iam::${awsAccountId}:role/${CUSTOMER_ROLE_NAME}

To look at the account as its administrator, put another command in the place of the script: aws iam list-users
The emulator forgets the role when Rolecall stops. Run the script again then.
`;
}
