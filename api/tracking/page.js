const part = () => document.getElementById('now');
const again = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('now');
    if (found && part().innerHTML !== found.innerHTML) part().replaceChildren(...found.childNodes);
  } catch {
    // Without a network what is shown stays, with the time since when it is true.
  }
};
setInterval(again, 30000);
document.addEventListener('visibilitychange', again);
