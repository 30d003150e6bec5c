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
}
