// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DirListing } from '@jupyterlab/filebrowser';
import { DirListing as StockListing } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import type { IOrder } from '../sorter';
import { Sorter } from '../sorter';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { entry, makeModel } from '../../__tests__/fakes';

const NAMES = ['b10', 'B9', 'b9', 'é', 'E', 'z', 'a.ipynb', '日本', '_x', 'b2'];

/** Unordered entries, some with equal names, sizes and dates. */
const ITEMS: Contents.IModel[] = Array.from({ length: 500 }, (_, i) => {
  const random = (i * 7919) % 500;
  const name = `${NAMES[random % NAMES.length]}-${random % 61}`;
  const day = String((random % 28) + 1).padStart(2, '0');
  return entry(`s3:b/${name}/${i}`, {
    name,
    type: ['directory', 'file', 'notebook', 'file'][random % 4],
    size: random % 3 === 0 ? undefined : random % 50,
    created: `2025-03-${day}T00:00:00Z`,
    last_modified: `2026-01-${day}T10:00:00Z`
  });
});

const KEYS = ['name', 'last_modified', 'file_size', 'date_created'] as const;

const ORDERS: IOrder[] = KEYS.flatMap(key =>
  (['ascending', 'descending'] as const).flatMap(direction =>
    [true, false].flatMap(notebooksFirst =>
      [true, false].map(naturalNames => ({
        key,
        direction,
        notebooksFirst,
        naturalNames,
        language: 'en'
      }))
    )
  )
);

describe('Sorter', () => {
  /** The order in JupyterLab's own listing. */
  function stock(items: Contents.IModel[], order: IOrder): string[] {
    const model = makeModel(new MemoryDrive({}));
    model.items = () => items[Symbol.iterator]();
    const listing: DirListing = new StockListing({
      model,
      translator: {
        languageCode: 'en',
        load: domain => nullTranslator.load(domain)
      }
    });
    listing.setNotebooksFirstSorting(order.notebooksFirst);
    listing.setSortFileNamesNaturally(order.naturalNames);
    listing.sort(order);
    const paths = Array.from(listing.sortedItems(), item => item.path);
    listing.dispose();
    model.dispose();
    return paths;
  }

  const sort = (
    sorter: Sorter,
    items: Contents.IModel[],
    order: IOrder,
    version = 1
  ) => sorter.sort({ place: 'b', version, items: () => items }, order);
  const paths = (items: Contents.IModel[]) => items.map(item => item.path);

  it.each(ORDERS)(
    'sorts as JupyterLab by $key $direction, notebooks $notebooksFirst, natural $naturalNames',
    order => {
      expect(paths(sort(new Sorter(), ITEMS, order))).toEqual(
        stock(ITEMS, order)
      );
    }
  );

  it('finds the same order from the one before', () => {
    const sorter = new Sorter();
    sort(sorter, ITEMS.slice(0, 200), ORDERS[0], 1);
    const reversed = ITEMS.slice(50).reverse();
    for (const [i, order] of ORDERS.entries()) {
      expect(paths(sort(sorter, reversed, order, 2 + i))).toEqual(
        paths(sort(new Sorter(), reversed, order))
      );
    }
  });

  it('sorts again only when entries, place or order are others', () => {
    const sorter = new Sorter();
    const items = jest.fn(() => ITEMS);
    const [order, other] = ORDERS;
    const first = sorter.sort({ place: 'b', version: 1, items }, order);
    sorter.sort({ place: 'b', version: 1, items }, other);
    expect(sorter.sort({ place: 'b', version: 1, items }, order)).toBe(first);
    expect(items).toHaveBeenCalledTimes(2);
    sorter.sort({ place: 'b', version: 2, items }, order);
    sorter.sort({ place: 'c', version: 2, items }, order);
    expect(items).toHaveBeenCalledTimes(4);
  });

  it('takes another language where there is none of that name', () => {
    const order = { ...ORDERS[0], language: 'no language' };
    expect(sort(new Sorter(), ITEMS, order)).toHaveLength(ITEMS.length);
  });

  it('keeps groups apart', () => {
    const rank = (item: Contents.IModel) => (item.name < 'b' ? 1 : 0);
    const sorted = new Sorter().sort(
      { place: '', version: 1, items: () => ITEMS, rank },
      ORDERS[0]
    );
    const ranks = sorted.map(rank);
    expect(ranks).toEqual([...ranks].sort());
  });
});
