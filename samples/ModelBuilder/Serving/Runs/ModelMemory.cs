using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>The model that was asked last, and the rows that it was tested on; it is used by one at a time.</summary>
internal sealed class ModelMemory
{
    private readonly SemaphoreSlim _one = new(1);
    private (string Path, DateTime Written) _key;
    private TrainedModel? _model;
    private TestedRow[]? _tested;

    /// <summary>Asks the model of a run.</summary>
    /// <exception cref="AskException">It has none.</exception>
    public Task<T> Ask<T>(ServedRun run, Func<TrainedModel, T> ask, CancellationToken cancellation) =>
        Alone(() => ask(Load(run)), cancellation);

    /// <summary>What it says of the rows that it was tested on.</summary>
    /// <exception cref="AskException">It has none.</exception>
    public Task<TestedRow[]> Tested(ServedRun run, CancellationToken cancellation) => Alone(
        () =>
        {
            var model = Load(run);
            return _tested ??= TestedRows.Of(model, new RunRequest(model.Recipe, run.Folder));
        },
        cancellation);

    private async Task<T> Alone<T>(Func<T> work, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return work();
        }
        finally
        {
            _one.Release();
        }
    }

    private TrainedModel Load(ServedRun run)
    {
        run.RequireModel();
        var key = (run.ModelPath, File.GetLastWriteTimeUtc(run.ModelPath));
        if (_model is { } known && _key == key) return known;
        (_model?.Model as IDisposable)?.Dispose();
        (_model, _tested) = (null, null);
        _model = TrainedModel.Load(run.ModelPath);
        _key = key;
        return _model;
    }
}
