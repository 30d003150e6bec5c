using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>All runs: those that lay there before, and those of this server, one at a time.</summary>
internal sealed class RunList(Bell bell)
{
    private readonly Lock _gate = new();
    private readonly List<ServedRun> _runs = [];
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;
    private long _version;

    /// <summary>Changes whenever the list does, or a run of it begins or ends.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The runs, in the order of their numbers.</summary>
    public ServedRun[] All
    {
        get
        {
            lock (_gate) return [.. _runs];
        }
    }

    /// <summary>The run that goes on, or null.</summary>
    public ServedRun? Running
    {
        get
        {
            lock (_gate) return _stop is null ? null : _runs[^1];
        }
    }

    /// <summary>The latest run of this server, or null.</summary>
    public ServedRun? Latest
    {
        get
        {
            lock (_gate) return _runs.FindLast(run => !run.IsBefore);
        }
    }

    /// <exception cref="AskException">There is no such run.</exception>
    public ServedRun Require(int number)
    {
        lock (_gate)
        {
            return _runs.Find(run => run.Number == number)
                ?? throw AskException.NotFound($"There are runs 1 to {_runs.Count}, got {number}.");
        }
    }

    /// <summary>Adds a model that lay there before.</summary>
    public void AddBefore(string folder, Recipe recipe, DateTimeOffset written)
    {
        lock (_gate)
        {
            _runs.Add(new ServedRun(_runs.Count + 1, folder, recipe.Name)
            {
                Scenario = recipe.Scenario,
                Started = written,
                Recipe = recipe,
            });
        }
    }

    /// <summary>Begins a run.</summary>
    /// <exception cref="AskException">One goes on, or there is a model of the name.</exception>
    public ServedRun Begin(
        TrainingAsk ask, string folder, string name, Func<ServedRun, CancellationToken, RunEnded> work)
    {
        lock (_gate)
        {
            if (_stop is not null)
                throw AskException.Conflict($"Run {_runs[^1].Number} goes on: stop it, or wait for its end.");
            if (ask.Overwrite != true && ModelMaking.Existing(folder, name) is { } path)
                throw AskException.Conflict($"'{path}' is there already: say another name, or that it is replaced.");
            var run = new ServedRun(_runs.Count + 1, folder, name)
            {
                Scenario = ask.Scenario,
                Started = DateTimeOffset.Now,
                Ask = ask,
            };
            _runs.Add(run);
            var stop = _stop = new CancellationTokenSource();
            run.Feed.Published += happened =>
            {
                // Before anybody reads of the end: who then asks for the next run is not told that this one goes on.
                if (happened is RunEnded) Over(run, stop);
                bell.Ring();
            };
            _work = Task.Factory.StartNew(
                () => Run(run, work, stop), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            Changed();
            return run;
        }
    }

    /// <summary>Stops the run that goes on; its best epoch is kept.</summary>
    /// <exception cref="AskException">None does.</exception>
    public void Stop()
    {
        lock (_gate)
        {
            if (_stop is null) throw AskException.Conflict("No run goes on.");
            _ = _stop.CancelAsync();
        }
    }

    /// <summary>Stops what runs and waits for its end.</summary>
    public Task EndAsync()
    {
        lock (_gate)
        {
            _ = _stop?.CancelAsync();
            return _work;
        }
    }

    private void Run(ServedRun run, Func<ServedRun, CancellationToken, RunEnded> work, CancellationTokenSource stop)
    {
        try
        {
            Endings.Tell(run.Feed, () => work(run, stop.Token));
        }
        catch (OutOfMemoryException)
        {
            run.Feed.Publish(new RunEnded(
                RunStatus.Failed, (int)RunStatus.Failed, "There is not enough memory for this."));
        }
        finally
        {
            Over(run, stop);
        }
    }

    private void Over(ServedRun run, CancellationTokenSource stop)
    {
        var replaces = run.HasWritten;
        lock (_gate)
        {
            if (_stop != stop) return;
            _stop = null;
            foreach (var older in _runs.Where(one => one != run && one.ModelPath == run.ModelPath))
                older.IsReplaced = older.IsReplaced || replaces;
            Changed();
        }
    }

    private void Changed()
    {
        Interlocked.Increment(ref _version);
        bell.Ring();
    }
}
