// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { tabInFront } from './documents';
import { expect, test, WITHOUT_LAUNCHER } from './fixtures';
import { TableViewer } from './tableview';

test.use(WITHOUT_LAUNCHER);

/** A workbook of two sheets, as Excel writes it. */
function workbook(): Buffer {
  const script = `
import io, sys, zipfile
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
def sheet(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(f"<row>{row}</row>" for row in rows)}</sheetData></worksheet>'
def text(value):
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'
members = {
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets><sheet name="Ventes" r:id="a"/>'
                       '<sheet name="Été 2024" r:id="b"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="a" Type="{R}/worksheet" Target="worksheets/a.xml"/>'
                                  f'<Relationship Id="b" Type="{R}/worksheet" Target="worksheets/b.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    "xl/worksheets/a.xml": sheet([text("jour") + text("prix"), '<c s="1"><v>45351</v></c><c><v>0.10000000000000001</v></c>']),
    "xl/worksheets/b.xml": sheet([text("n"), *(f"<c><v>{n}</v></c>" for n in range(5000))]),
}
file = io.BytesIO()
with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
    for name, content in members.items():
        zipped.writestr(name, content)
sys.stdout.buffer.write(file.getvalue())
`;
  return execFileSync('python', ['-c', script]);
}

test('a sheet of a workbook is shown, and is the one that was chosen after a reload', async ({
  page,
  panel,
  store,
  bucket
}) => {
  await store.put(bucket, 'ventes.xlsx', workbook());
  await store.put(bucket, 'points.csv', 'a;b,c\n1;2,3\n');
  await store.put(bucket, 'old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  await panel.open();
  await panel.walk(bucket);
  const viewer = new TableViewer(page);
  await panel.row('ventes.xlsx').dblclick();
  await tabInFront(page, 'ventes.xlsx').waitFor();
  await expect(viewer.status).toHaveText('1 row × 2 columns · Excel');
  await expect(viewer.cell).toHaveText('Row 1, jour: 2024-02-29');
  await viewer.focus();
  await viewer.press(['ArrowRight'], 'Row 1, prix: 0.1');
  const sheet = viewer.toolbar.getByLabel('Sheet');
  await sheet.selectOption('Été 2024');
  await expect(viewer.status).toHaveText('5,000 rows × 1 column · Excel');
  await viewer.focus();
  await viewer.press(['Control+ArrowDown'], 'Row 5,000, n: 4999');

  await panel.row('points.csv').dblclick();
  await expect(viewer.cell).toHaveText('Row 1, a: 1');
  await viewer.toolbar.getByLabel('Separator').selectOption('Comma');
  await expect(viewer.cell).toHaveText('Row 1, a;b: 1;2');
  await tabInFront(page, 'points.csv')
    .locator('.lm-TabBar-tabCloseIcon')
    .click();
  await panel.row('points.csv').dblclick();
  await expect(viewer.cell).toHaveText('Row 1, a;b: 1;2');
  expect(await store.get(bucket, 'points.csv')).toBe('a;b,c\n1;2,3\n');

  await panel.row('old.xls').dblclick();
  await expect(viewer.message).toContainText('(xls) cannot be shown here');
  await expect(
    viewer.file.getByRole('button', { name: 'Insert Snippet' })
  ).toBeVisible();

  await panel.row('ventes.xlsx').dblclick();
  await page.reload();
  await tabInFront(page, 'ventes.xlsx').waitFor();
  await expect(viewer.status).toHaveText('5,000 rows × 1 column · Excel');
  await expect(sheet).toHaveValue('Été 2024');
});
