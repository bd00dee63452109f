// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { MAX_PASTED, readKeys } from '../pastedkeys';

const KEY = 'QK3NTJ0HG1XLMZ8AR5VD';
const SECRET = 'aB+c/d0EfGhIjKlMnOpQrStUvWxYz12345678+/=';
const TOKEN = 'eyJhbGciOiJIUzUxMiJ9.eyJleHAiOjF9.c2ln-bmF0_dXJl';
const HOST = 'minio.lab.sspcloud.fr';
const END = '2026-12-08T09:00:00.000Z';

const ALL = {
  accessKey: KEY,
  secretKey: SECRET,
  sessionToken: TOKEN,
  expiresAt: '',
  host: HOST as string | null
};
const WITHOUT_HOST = { ...ALL, host: null };
const PERMANENT = { ...WITHOUT_HOST, sessionToken: '' };

const CASES: [string, string, object][] = [
  [
    'lines for a shell',
    `export AWS_ACCESS_KEY_ID=${KEY}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\nexport AWS_SESSION_TOKEN=${TOKEN}\nexport AWS_S3_ENDPOINT=${HOST}\n`,
    ALL
  ],
  [
    'the same, quoted, with Windows line ends, and the secret first',
    `export AWS_SECRET_ACCESS_KEY="${SECRET}"\r\nexport AWS_ACCESS_KEY_ID='${KEY}'\r\nexport AWS_SESSION_TOKEN="${TOKEN}"\r\n`,
    WITHOUT_HOST
  ],
  [
    'PowerShell',
    `$env:AWS_ACCESS_KEY_ID="${KEY}"\n$env:AWS_SECRET_ACCESS_KEY = "${SECRET}"\n`,
    PERMANENT
  ],
  [
    'an empty token',
    `AWS_ACCESS_KEY_ID=${KEY}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_SESSION_TOKEN=\n`,
    PERMANENT
  ],
  [
    'Python, s3fs, as Onyxia has it',
    `import os\nimport s3fs\nos.environ["AWS_ACCESS_KEY_ID"] = '${KEY}'\nos.environ["AWS_SECRET_ACCESS_KEY"] = '${SECRET}'\nos.environ["AWS_SESSION_TOKEN"] = '${TOKEN}'\nos.environ["AWS_DEFAULT_REGION"] = 'us-east-1'\nfs = s3fs.S3FileSystem(\n    client_kwargs={'endpoint_url': 'https://'+'${HOST}'},\n    key = os.environ["AWS_ACCESS_KEY_ID"], \n    secret = os.environ["AWS_SECRET_ACCESS_KEY"], \n    token = os.environ["AWS_SESSION_TOKEN"])`,
    WITHOUT_HOST
  ],
  [
    'Python, boto3, as Onyxia has it',
    `import boto3\ns3 = boto3.client("s3",endpoint_url = 'https://${HOST}',\n  aws_access_key_id= '${KEY}', \n  aws_secret_access_key= '${SECRET}', \n  aws_session_token = '${TOKEN}')`,
    ALL
  ],
  [
    'Python, s3fs with generic names',
    `fs = s3fs.S3FileSystem(key='${KEY}', secret='${SECRET}', token='${TOKEN}')`,
    WITHOUT_HOST
  ],
  [
    'Polars',
    `storage_options = {\n  "aws_endpoint_url": "https://${HOST}/",\n  "aws_access_key_id": "${KEY}",\n  "aws_secret_access_key": "${SECRET}",\n  "aws_session_token": "${TOKEN}",\n}`,
    ALL
  ],
  [
    'R, as Onyxia has it',
    `Sys.setenv("AWS_ACCESS_KEY_ID" = "${KEY}",\n           "AWS_SECRET_ACCESS_KEY" = "${SECRET}",\n           "AWS_DEFAULT_REGION" = "us-east-1",\n           "AWS_SESSION_TOKEN" = "${TOKEN}",\n           "AWS_S3_ENDPOINT"= "${HOST}")\n\nlibrary("paws")\nminio <- paws::s3(config = list(\n  credentials = list(creds = list(\n    access_key_id = Sys.getenv("AWS_ACCESS_KEY_ID"),\n    secret_access_key = Sys.getenv("AWS_SECRET_ACCESS_KEY"),\n    session_token = Sys.getenv("AWS_SESSION_TOKEN"))),\n  region = ""))`,
    ALL
  ],
  [
    'Julia',
    `ENV["AWS_ACCESS_KEY_ID"] = "${KEY}"\nENV["AWS_SECRET_ACCESS_KEY"] = "${SECRET}"\nENV["AWS_SESSION_TOKEN"] = "${TOKEN}"`,
    WITHOUT_HOST
  ],
  [
    'Spark',
    `sc._jsc.hadoopConfiguration().set("fs.s3a.access.key", "${KEY}")\nhadoop.set("fs.s3a.secret.key", "${SECRET}")\nhadoop.set("fs.s3a.session.token", "${TOKEN}")`,
    WITHOUT_HOST
  ],
  [
    'a secret of DuckDB',
    `CREATE SECRET s (TYPE s3, KEY_ID '${KEY}', SECRET '${SECRET}', SESSION_TOKEN '${TOKEN}', ENDPOINT '${HOST}', URL_STYLE 'path');`,
    ALL
  ],
  [
    'a profile',
    `[default]\naws_access_key_id = ${KEY}\naws_secret_access_key = ${SECRET}\naws_session_token = ${TOKEN}\n`,
    WITHOUT_HOST
  ],
  [
    'the first of two profiles, with no token of the second',
    `[one]\naws_access_key_id=${KEY}\naws_secret_access_key=${SECRET}\n[two]\naws_access_key_id=OTHER\naws_secret_access_key=other\naws_session_token=${TOKEN}\n`,
    PERMANENT
  ],
  [
    'the complete one of two sets',
    `AWS_ACCESS_KEY_ID=OTHER\nAWS_ACCESS_KEY_ID=${KEY}\nAWS_SECRET_ACCESS_KEY=${SECRET}`,
    PERMANENT
  ],
  [
    'rclone',
    `[minio]\ntype = s3\nprovider = Minio\naccess_key_id = ${KEY}\nsecret_access_key = ${SECRET}\nsession_token = ${TOKEN}\nendpoint = https://${HOST}\n`,
    ALL
  ],
  [
    's3cmd',
    `[default]\naccess_key = ${KEY}\naccess_token = ${TOKEN}\nhost_base = ${HOST}\nsecret_key = ${SECRET}\n`,
    ALL
  ],
  [
    'an alias of mc',
    `export MC_HOST_s3=https://${KEY}:plain/se+cret=:${TOKEN}@${HOST}`,
    { ...ALL, secretKey: 'plain/se+cret=' }
  ],
  [
    'an alias of mc with an empty token, quoted, with a port',
    `os.environ["MC_HOST_s3"] = "http://${KEY}:secret:@127.0.0.1:9000/"`,
    {
      ...ALL,
      secretKey: 'secret',
      sessionToken: '',
      host: '127.0.0.1:9000'
    }
  ],
  [
    'a command of mc',
    `mc alias set s3 https://${HOST} ${KEY} '${SECRET}' --api S3v4`,
    { ...ALL, sessionToken: '' }
  ],
  [
    'the JSON of STS',
    JSON.stringify({
      Credentials: {
        AccessKeyId: KEY,
        SecretAccessKey: SECRET,
        SessionToken: TOKEN,
        Expiration: '2026-12-08T10:00:00+01:00'
      }
    }),
    { ...WITHOUT_HOST, expiresAt: END }
  ],
  [
    'the same with escaped slashes, over several lines',
    `{\n "AccessKeyId" : "${KEY}",\n "SecretAccessKey" : "${SECRET.replace(/\//g, '\\/')}",\n "SessionToken" : "${TOKEN}",\n "Expiration": "2026-12-08T09:00:00Z"\n}`,
    { ...WITHOUT_HOST, expiresAt: END }
  ],
  [
    'the XML of STS',
    `<AssumeRoleResult><Credentials><AccessKeyId>${KEY}</AccessKeyId><SecretAccessKey>${SECRET}</SecretAccessKey><Expiration>2026-12-08T09:00:00Z</Expiration><SessionToken>${TOKEN}</SessionToken></Credentials></AssumeRoleResult>`,
    { ...WITHOUT_HOST, expiresAt: END }
  ],
  [
    'the configuration of mc',
    `{"url": "https://${HOST}", "accessKey": "${KEY}", "secretKey": "${SECRET}", "sessionToken": "${TOKEN}", "api": "S3v4"}`,
    WITHOUT_HOST
  ],
  [
    'YAML',
    `s3:\n  accessKeyId: ${KEY}\n  secretAccessKey: ${SECRET}\n  sessionToken: ${TOKEN}\n`,
    WITHOUT_HOST
  ],
  [
    'an end that cannot be read',
    `{"AccessKeyId": "${KEY}", "SecretAccessKey": "${SECRET}", "Expiration": "in a week"}`,
    PERMANENT
  ]
];

it.each(CASES)('finds the keys in %s', (_, text, expected) => {
  expect(readKeys(text)).toEqual(expected);
});

it.each([
  ['nothing', ''],
  ['a text', 'Ask the desk for new keys: they last 7 days.'],
  ['an access key alone', `AWS_ACCESS_KEY_ID=${KEY}`],
  ['a secret alone', `AWS_SECRET_ACCESS_KEY=${SECRET}`],
  [
    'names instead of values',
    'key = os.environ["AWS_ACCESS_KEY_ID"], secret = os.environ["AWS_SECRET_ACCESS_KEY"]'
  ],
  [
    'variables instead of values',
    'export AWS_ACCESS_KEY_ID=$KEY\nexport AWS_SECRET_ACCESS_KEY="$SECRET"'
  ],
  [
    'the halves of two profiles',
    `[one]\naws_access_key_id = ${KEY}\n[two]\naws_secret_access_key = ${SECRET}`
  ],
  [
    'more than anybody pastes',
    `AWS_ACCESS_KEY_ID=${KEY}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`.padEnd(
      MAX_PASTED + 1
    )
  ]
])('finds none in %s', (_, text) => {
  expect(readKeys(text)).toBeNull();
});

it.each([
  ['letters', 'a'],
  ['quotes', '"'],
  ['assignments', 'a='],
  ['open quotes', `secret='`],
  ['colons', ':'],
  ['blanks', ' '],
  ['profiles', '[a]\n'],
  ['brackets', '['],
  ['aliases', 'mc alias set a '],
  ['names', 'AWS_ACCESS_KEY_ID '],
  ['addresses', 'MC_HOST_a=https://a:']
])('takes no time for %s without end', (_, unit) => {
  const text = unit.repeat(Math.floor(MAX_PASTED / unit.length));
  const begun = performance.now();
  expect(readKeys(text)).toBeNull();
  // Without bounds it would be minutes.
  expect(performance.now() - begun).toBeLessThan(2000);
});
