/**
 * Actions that change nothing although AWS labels them otherwise: each is allowed by a policy of AWS's own that is for reading only. In
 * lower case.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const LABELLED_OTHERWISE: ReadonlySet<string> = new Set([
  "athena:getsessionendpoint",
  "backup:listindexedrecoverypointsforsearch",
  "billing:getresourcepolicy",
  "cognito-identity:getid",
  "cognito-idp:gettokensfromrefreshtoken",
  "ds:accessdsdata",
  "honeycode:listtagsforresource",
  "iot:getconnection",
  "iot:listsubscriptions",
  "kms:decrypt",
  "managedblockchain:get",
  "quicksight:describeknowledgebasepermissions",
  "quicksight:describespacepermissions",
  "quicksight:describetopicpermissions",
  "ssm-sap:getresourcepermission",
  "sts:getwebidentitytoken",
  "sts:taggetwebidentitytoken",
  "timestream:cancelquery",
]);

/** Actions that AWS's own policies still name, and that are published no more: they changed nothing when they were. */
export const RETIRED_READS: ReadonlySet<string> = new Set([
  "route53-recovery-control-config:describeroutingcontrolbyname",
]);

/** Services that AWS has shut down, and that its own policies still name: nothing is left that could be changed. */
export const RETIRED_SERVICES: ReadonlySet<string> = new Set([
  "deepcomposer",
  "deepracer",
  "iot1click",
  "iotroborunner",
  "mobilehub",
  "sagemaker-groundtruth-synthetic",
  "zocalo",
]);

/** Actions that only read where a condition holds the request to that. */
export const READS_UNDER: ReadonlyMap<string, { key: string; value: string }> = new Map([
  ["s3express:createsession", { key: "s3express:sessionmode", value: "readonly" }],
]);
