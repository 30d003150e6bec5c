using System.Globalization;
using System.Text;
using System.Text.Json;
using Larq.ModelBuilder.Running;
using Microsoft.AspNetCore.Http;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>
/// Server-sent events: the latest run from its beginning, or from where the page was, then what comes, run after run.
/// Each reader takes what is new when it is ready for it: whoever reads slowly keeps nobody from anything.
/// </summary>
internal sealed class EventStream(Desk desk, HttpContext context)
{
    // As often as a picture moves; what happened between is told at once.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly CancellationToken _end = context.RequestAborted;
    private int _run;
    private long _after;
    private long _told = -1;

    public async Task Write()
    {
        context.Response.ContentType = "text/event-stream";
        (_run, _after) = Place(context.Request.Headers["Last-Event-ID"]);
        await Send("retry: 1000\n\n");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end, desk.Closing);
        while (!end.IsCancellationRequested)
        {
            var news = desk.Bell.Next;
            if (await Tell())
            {
                await Task.Delay(Pause, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var quiet = Task.Delay(Silence, end.Token);
            if (await Task.WhenAny(news, quiet) == quiet && !end.IsCancellationRequested)
                await Send(": still here\n\n");
        }
    }

    // Whether there was something to tell.
    private async Task<bool> Tell()
    {
        var text = new StringBuilder();
        if (desk.Version is var version && version != _told)
        {
            _told = version;
            text.Append("data: ").Append(JsonSerializer.Serialize(desk.State("state"), ServingJson.Options))
                .Append("\n\n");
        }

        var runs = desk.Runs.All;
        if (_run == 0 && desk.Runs.Latest is { } latest) (_run, _after) = (latest.Number, 0);
        while (_run > 0 && _run <= runs.Length)
        {
            foreach (var happened in runs[_run - 1].Feed.Since(_after))
            {
                _after = happened.Id;
                text.Append(CultureInfo.InvariantCulture, $"id: {_run}.{happened.Id}\ndata: ")
                    .Append(RunJson.Line(happened)).Append("\n\n");
            }

            if (runs[_run - 1].Ended is not { } ended || ended.Id > _after || _run == runs.Length) break;
            (_run, _after) = (_run + 1, 0);
        }

        if (text.Length == 0) return false;
        await Send(text.ToString());
        return true;
    }

    private async Task Send(string text)
    {
        await context.Response.WriteAsync(text, _end);
        await context.Response.Body.FlushAsync(_end);
    }

    // Numbers of another server, or of no run, are as none.
    private (int Run, long After) Place(string? id)
    {
        var parts = id?.Split('.') ?? [];
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            && desk.Runs.All.Any(one => one.Number == run && !one.IsBefore)
            ? (run, after)
            : (0, 0);
    }
}
