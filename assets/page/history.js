// Streamlit adds an entry to the browser's history whenever a page writes its address. What a page shows otherwise than
// before is still that page: its address takes the place of the old one, so that "back" leads to the page before.
{
  const push = history.pushState.bind(history);
  history.pushState = (state, title, to) => {
    const same = new URL(to ?? "", location.href).pathname === location.pathname;
    return same ? history.replaceState(state, title, to) : push(state, title, to);
  };
}
