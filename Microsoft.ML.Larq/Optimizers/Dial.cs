using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>A hyperparameter while an optimizer runs: turned to each step.</summary>
internal sealed class Dial(Hyperparameter hyperparameter)
{
    private double _product = 1;
    private long _turnedTo;

    public Hyperparameter Hyperparameter => hyperparameter;

    /// <summary>The value for this step.</summary>
    public double Value { get; private set; } = hyperparameter.Constant ?? 0;

    /// <summary>
    /// The product of the values of all steps up to this one: what an average that decays by them still has of its
    /// beginning.
    /// </summary>
    public double Product => hyperparameter.Constant is { } value ? Math.Pow(value, _turnedTo) : _product;

    /// <summary>Takes the value for a step.</summary>
    /// <param name="time">Where training stands.</param>
    /// <param name="step">The step, from 1.</param>
    public void Turn(ScheduleTime time, long step)
    {
        Value = hyperparameter.At(time);
        if (hyperparameter.Constant is null) _product = (_turnedTo == step - 1 ? _product : Before(time)) * Value;
        _turnedTo = step;
    }

    // A training that goes on after others have stopped multiplies all values again, in the same order.
    private double Before(ScheduleTime time)
    {
        var product = 1d;
        for (var step = 0L; step < time.Step; step++) product *= hyperparameter.At(time with { Step = step });
        return product;
    }
}
