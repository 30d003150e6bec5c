namespace WebApi;

/// <summary>
/// The section "Serving" of the configuration: <c>--Serving:Model=digits.zip</c>, <c>Serving__Model</c> in the
/// environment, or appsettings.json.
/// </summary>
public sealed class ServingOptions
{
    /// <summary>The file of <c>mlContext.Model.Save</c>.</summary>
    public string Model { get; set; } = "digits.zip";

    /// <summary>How many requests are scored at the same time. Default: two for each core.</summary>
    public int Concurrent { get; set; } = 2 * Environment.ProcessorCount;

    /// <summary>How many more wait for their turn; others are told at once to come again (503). Default 256.</summary>
    public int Waiting { get; set; } = 256;

    /// <summary>How often the file is looked at for a newer model, in seconds; 0 is never. Default 5.</summary>
    public double ReloadSeconds { get; set; } = 5;

    /// <summary>
    /// How long requests are still accepted after a stop was asked for, while <c>/health/ready</c> says 503 already, so
    /// that a load balancer can notice. Default 0 seconds.
    /// </summary>
    public double DrainSeconds { get; set; }

    /// <summary>Whether the ways not to serve are there too, for <c>measure.sh</c>. Default no.</summary>
    public bool Slow { get; set; }

    /// <summary>Requires that every number is in its range.</summary>
    /// <exception cref="InvalidOperationException">One is not.</exception>
    public void Check()
    {
        Require(Concurrent >= 1, nameof(Concurrent), "at least 1", Concurrent);
        Require(Waiting >= 0, nameof(Waiting), "at least 0", Waiting);
        Require(ReloadSeconds is >= 0 and <= 86_400, nameof(ReloadSeconds), "from 0 to 86400", ReloadSeconds);
        Require(DrainSeconds is >= 0 and <= 3_600, nameof(DrainSeconds), "from 0 to 3600", DrainSeconds);
    }

    private static void Require(bool holds, string name, string range, double value)
    {
        if (!holds) throw new InvalidOperationException($"Serving:{name} is {range}, got {value}.");
    }
}
