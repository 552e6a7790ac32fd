/** AG Grid: its script when it is needed, its columns, and what keys and clicks in it do. */
((live) => {
  "use strict";

  const ID = "contacts-grid";
  const NARROW = "(max-width: 600px)";
  const GRID = {
    rowModelType: "infinite",
    dashGridOptions: {
      cacheBlockSize: 100,
      maxBlocksInCache: 4,
      // No limit: of a request that a new filter overtook the grid would never see the end, and
      // wait for ever. Our own source takes one after another.
      maxConcurrentDatasourceRequests: 0,
      infiniteInitialRowCount: 1,
      rowHeight: 34,
      headerHeight: 34,
      suppressMultiSort: true,
      suppressCellFocus: false,
      suppressDragLeaveHidesColumns: true,
      animateRows: false,
      enableCellTextSelection: false,
      suppressNoRowsOverlay: true,
      getRowId: { function: "contactRow(params)" },
    },
  };

  // Space and clicks on the box choose a row; a click elsewhere in it does not.
  const CHOOSING = { mode: "multiRow", checkboxes: true, headerCheckbox: false, enableClickSelection: false };

  let loading = null;

  /** The script of the grid, once for all. */
  function load(address) {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => {
        loading = null;
        script.remove();
        reject(new Error(address));
      };
      document.head.append(script);
    });
    return loading;
  }

  /** Has Dash put a grid at a place. → the grid's own interface. */
  async function put(place, context, sort) {
    const props = { id: ID, ...GRID, className: "ag-theme-quartz", style: { height: "100%" } };
    if (context.isChoosing) {
      const selectionColumnDef = { headerName: JSON.parse(context.texts.columns).selected };
      props.dashGridOptions = { ...GRID.dashGridOptions, rowSelection: CHOOSING, selectionColumnDef };
    }
    props.columnDefs = columns(context, sort).map(({ field }) => ({ field }));
    const grid = { type: "AgGrid", namespace: "dash_ag_grid", props };
    globalThis.dash_clientside.set_props(place.id, { children: grid });
    const api = await globalThis.dash_ag_grid.getApiAsync(ID);
    // The wrapper brings a source of rows of its own; ours comes after it.
    while (!api.getGridOption("datasource")) await new Promise(requestAnimationFrame);
    api.setGridOption("columnDefs", columns(context, sort));
    // Arrows go from cell to cell; Tab leaves, as it leaves any other control.
    api.setGridOption("tabToNextCell", () => false);
    api.addEventListener("cellKeyDown", ({ event, data }) => {
      if (event.key === "Enter" && data) open(context.addressOf(data.id));
    });
    return api;
  }

  function columns({ states, zone, texts, addressOf }, sort) {
    const names = JSON.parse(texts.columns);
    const by = sort.replace("-", "");
    const direction = sort.startsWith("-") ? "desc" : "asc";
    const sorted = (key) => ({ sortable: true, sort: key === by ? direction : null });
    const column = (field, width, more = {}) => ({
      field, headerName: names[field], minWidth: width, flex: width, sortable: false, ...more,
    });
    const all = [
      column("id", 80, { ...sorted("id"), flex: 0, width: 90 }),
      column("name", 170, { cellRenderer: cell((data) => link(data, texts, addressOf)) }),
      column("phone", 140, { colId: "phone" }),
      column("state", 200, { cellRenderer: cell((data) => live.contactWords.mark(data.state, states)) }),
      column("since", 110, { ...sorted("since"), colId: "since", cellRenderer: cell((data) => live.contactWords.since(data.state_since)) }),
      column("attempts", 95, { ...sorted("attempts"), type: "rightAligned" }),
      column("retry_at", 170, { valueFormatter: ({ value }) => live.contactWords.moment(value, zone(), { timeStyle: "short" }) }),
      column("operator", 140),
      column("reason", 160),
      column("external_id", 120),
    ];
    // On a phone there is room for two or three: who, and where they stand.
    const first = matchMedia(NARROW).matches ? ["name", "state", "since"] : [];
    return all.sort((a, b) => first.includes(b.field) - first.includes(a.field));
  }

  /** A renderer of cells: what it shows of a row is made anew only when that has changed. */
  function cell(make) {
    return class {
      init(params) {
        this.gui = document.createElement("span");
        this.gui.className = "contacts-cell";
        this.refresh(params);
      }
      getGui() {
        return this.gui;
      }
      refresh({ data }) {
        live.contactWords.put(this.gui, data ? make(data) : "");
        return true;
      }
    };
  }

  function link(data, texts, addressOf) {
    const node = document.createElement("a");
    node.href = addressOf(data.id);
    node.tabIndex = -1;
    node.textContent = data.name?.trim() || texts.noName;
    return node;
  }

  /** Goes to another page of the dashboard, as its links do. */
  function open(address) {
    history.pushState({}, "", address);
    dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    scrollTo(0, 0);
  }

  /** `since`, `-since`: the order that the heads of the columns show. */
  function sortOf(model) {
    const [first] = model;
    return first ? `${first.sort === "desc" ? "-" : ""}${first.colId}` : "";
  }

  /** Shows the rows of a grid in another order. */
  function sortBy(api, sort) {
    const model = api.getColumnState().filter((column) => column.sort);
    if (sortOf(model) === sort) return;
    const chosen = { colId: sort.replace("-", ""), sort: sort.startsWith("-") ? "desc" : "asc" };
    api.applyColumnState({ state: sort ? [chosen] : [], defaultState: { sort: null } });
  }

  // What the grid has to know before it is made, it takes by name.
  const functions = (globalThis.dashAgGridFunctions ??= {});
  functions.contactRow = ({ data }) => String(data.id);

  live.contactsGrid = { load, put, open, sortOf, sortBy };
})((globalThis.dashboardLive ??= {}));
