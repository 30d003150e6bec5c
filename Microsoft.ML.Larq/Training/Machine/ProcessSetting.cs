namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>
/// A setting of the whole process that holders change for a while and put back, also where they overlap.
/// </summary>
/// <remarks>
/// The latest holder's value is in force. Holders that end in turn, the last first, put back what each had found; one
/// that ends before a later one leaves what it had found to that one. After the last the setting is as it was before
/// the first.
/// </remarks>
/// <param name="read">Gives the value now.</param>
/// <param name="write">Changes it.</param>
internal sealed class ProcessSetting<T>(Func<T> read, Action<T> write)
{
    private readonly Lock _gate = new();
    private readonly List<Holder> _holders = [];

    /// <summary>Sets a value until the result is disposed.</summary>
    public IDisposable Hold(T value)
    {
        lock (_gate)
        {
            var holder = new Holder(this, read());
            write(value);
            _holders.Add(holder);
            return holder;
        }
    }

    /// <summary>Leaves the value, and puts it back when the result is disposed.</summary>
    public IDisposable Keep()
    {
        lock (_gate) return Hold(read());
    }

    private void End(Holder holder)
    {
        lock (_gate)
        {
            var at = _holders.IndexOf(holder);
            if (at < 0) return;
            _holders.RemoveAt(at);
            if (at == _holders.Count) write(holder.Found);
            else _holders[at].Found = holder.Found;
        }
    }

    private sealed class Holder(ProcessSetting<T> setting, T found) : IDisposable
    {
        public T Found { get; set; } = found;

        public void Dispose() => setting.End(this);
    }
}
