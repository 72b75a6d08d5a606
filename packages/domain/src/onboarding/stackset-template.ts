import { memberTemplate } from "./cloudformation-template.ts";
import type { ValuesOrBlank } from "./customer-role.ts";
import { DEFAULT_REGION } from "./regions.ts";

export const STACKSET_FILE_NAME = "rolecall-members.cfn.yaml";

/**
 * The member accounts' role with, in front of it, the commands that make a StackSet of it: managed by Organizations, so that an
 * account that joins gets the role by itself, and in one Region, because a second one would find the role there already.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
export function stackSetTemplate(values: ValuesOrBlank): string {
  const region = values ? DEFAULT_REGION[values.partition] : "<one Region>";
  const parameters = values
    ? ""
    : `
#     --parameters ParameterKey=ExternalId,ParameterValue=<External ID> \\
#       ParameterKey=PrincipalArn,ParameterValue=<role ARN of Rolecall> \\`;
  return `# The role of the member accounts. Run this in the management account, or as a delegated administrator of CloudFormation
# StackSets with --call-as DELEGATED_ADMIN in each command:
#
#   aws cloudformation activate-organizations-access --region ${region}
#   aws cloudformation create-stack-set --stack-set-name Rolecall --region ${region} \\
#     --template-body file://${STACKSET_FILE_NAME} \\${parameters}
#     --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\
#     --capabilities CAPABILITY_NAMED_IAM
#   aws cloudformation create-stack-instances --stack-set-name Rolecall --region ${region} \\
#     --deployment-targets OrganizationalUnitIds=<id of a unit or of the root> --regions ${region} \\
#     --operation-preferences FailureTolerancePercentage=100,MaxConcurrentPercentage=25
#
# - Exactly one Region: IAM is global, and a second Region would fail because the role exists already.
# - Accounts that join one of these units get the role by themselves, and lose it when they leave.
# - A StackSet never deploys to the management account: its role is a stack of its own (format=cloudformation).
# - An account that has the role already, such as a delegated administrator's, keeps it: its stack fails, the others do not.

${memberTemplate(values)}`;
}
